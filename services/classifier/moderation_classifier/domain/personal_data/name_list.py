"""Given names and surnames by which people are told from words, offices and places; tables.

Hand-made from the names most given and most borne in England, those of families from South Asia,
Africa and Eastern Europe among them. In lower case. By the first two an address or a mailbox shows
that it is a person's; all three keep names out of the topics that reports name.
"""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.word_sets import set_of

FIRST_NAMES: Final = set_of(
    "aaron abbie abby abdul abdullah abigail abu adam adele adrian agnes ahmed aidan aimee aisha "
    "alan alasdair alastair albert alec alex alexander alexandra alfie alfred ali alice alicia "
    "alina alison alistair allan allison amanda amelia amina amir amit amy andre andrea andreea "
    "andrew andy angela angie anita ann anna annabel anne annette annie anthony anton antonia "
    "antonio anwar anya archie arjun arthur asha ashley asif audrey ava ayesha barbara barney "
    "barry beatrice becca becky belinda ben benjamin bernadette bernard beryl beth bethany betty "
    "bev beverley billy bob brenda brian bridget bruce bryan callum cameron camilla carl carla "
    "carly carmen carol carole caroline carolyn cath catherine cathy cecilia chantelle charles "
    "charlie charlotte cheryl chidi chloe chris chrissie christina christine christopher ciara "
    "claire clara clare claudia clive colette colin connor conor corinne courtney craig cynthia "
    "damian dan daniel danielle danny daphne darren dave david dawn deb debbie deborah debra "
    "declan deepa deirdre denis denise dennis derek diana diane dilip divya dominic donald donna "
    "doreen doris dorothy doug douglas duncan dylan eddie edith edward edwin eileen elaine "
    "eleanor elena eli elise elizabeth ella ellen ellie elliot elsie emily emma eric erica erin "
    "esther ethan ethel eunice eva evan evelyn ewan farah fatima fay faye felicity fergus fiona "
    "frances francesca francis frank fred freda freddie frederick freya gabriel gail gareth garry "
    "gary gavin gayle gemma geoff geoffrey george georgina gerald geraldine gerard gill gillian "
    "gina gladys glenda glenn gloria glynis gordon graeme graham greg gregory gurpreet gwen "
    "gwyneth hamza hannah harold harpreet harriet harry hasan hassan hayley hazel heather heidi "
    "helen helena henry hilary hilda howard hugh hugo hussain hussein ian ibrahim imogen imran "
    "ingrid ioana irene isaac isabel isabella isabelle isobel ivan jack jackie jacob jacqueline "
    "jade jake james jamie jane janet janice janine jasmin jasmine jason jayne jean jeanette jeff "
    "jeffrey jemma jen jennie jennifer jenny jeremy jerome jerry jess jesse jessica jill jim "
    "jimmy jo joan joann joanna joanne jodie joe joel john johnny jon jonathan jordan jose joseph "
    "josephine josh joshua joyce juan judith judy julia julian julie justin kai kamal karen karl "
    "karolina kasia katarzyna kate kath katherine kathleen kathryn kathy katie katy kay kayleigh "
    "keeley keith kelly ken kenneth kerry kev kevin khadija khalid kieran kim kimberley kirsten "
    "kirsty kofi krishna kumar kunal kwame kyle lakshmi lara larry laura lauren laurence leah "
    "leanne lee len leo leon leonard leroy lesley leslie lewis liam linda lindsay lindsey lisa "
    "liz lizzie lois loraine lorna lorraine louis louisa louise lucas lucia lucy luke lydia lyn "
    "lynda lyndsey lynn lynne mabel maciej maddie madeleine magda magdalena maggie malcolm "
    "malgorzata mandy manjit manuel marcia marcus margaret maria mariam marian marie marilyn "
    "mario marion mariusz marjorie mark marlene marta martin martina martyn mary maryam mathew "
    "matilda matt matthew maureen maurice maxine meera megan mehmet mel melanie melissa michael "
    "michaela michele michelle miguel mike mildred millie milly miranda miriam mohamed mohammad "
    "mohammed moira molly mona monica morag muhammad muriel mustafa myra nadia nadine nancy naomi "
    "natalia natalie natasha nathan neha neil nell ngozi nicholas nick nicky nicola nicole nigel "
    "nikki nina noah noel nora noreen norma norman olga oliver olivia olu oluwaseun omar oscar "
    "osman oswald owen pam pamela patricia patrick paul paula pauline pedro peggy penelope penny "
    "pete peter phil philip philippa phillip phoebe phyllis piotr pippa polly pooja priya quentin "
    "rachael rachel rahul raj rajesh ralph ramesh raquel ravi ray raymond rebecca reece reginald "
    "rekha renata renee rhiannon rhys ricardo richard rick ricky rita rob robbie robert roberta "
    "rodney roger roland ron ronald ronnie rory rosa rosalind rosemary rosie ross roy rupert "
    "russell ruth ryan sabrina sadie saira sally sam samantha samira samuel sandeep sandra sanjay "
    "sara sarah sasha saskia scarlett scott sean sebastian seema serena shabana shane shannon "
    "sharon shaun shauna sheila shelley sheryl shirley sian sid sidney simon simone siobhan sofia "
    "sonia sophia sophie stacey stanley stefan stella stephanie stephen steve steven stewart "
    "stuart sue sunil sunita susan susanna susie suzanne sylvia tamara tammy tania tanya tara "
    "tariq ted terence teresa terri terry tess thelma theo theresa thomas tiffany tim timothy "
    "tina toby todd tom tomasz tommy toni tony tracey traci tracy trevor trish trisha trudy tyler "
    "una ursula usha valerie vanessa vera veronica vicki vicky victor vijay vikram vincent violet "
    "vivian vivien vivienne walter wanda wayne wendy wilfred william winifred winston yasmin "
    "yusuf yvette yvonne zahra zainab zara zoe zofia"
)
"""Without those of `NAMES_LIKE_WORDS`."""

SURNAMES: Final = set_of(
    "adams ahmad ahmed akhtar ali allen anderson andrews armstrong atkinson bailey baker barker "
    "barnes begum bennett bhatt bloggs brown burton butler campbell carter chan chapman choudhury "
    "clark clarke collins cooper cox davidson davies davis dawson dixon doe edwards elliott ellis "
    "evans fernandes fletcher foster fraser garcia gibson graham gray griffiths gupta hamilton "
    "harris harrison hartley harvey henderson holmes hughes hunt hussain hussein iqbal jackson "
    "jenkins johnson johnston jones joshi kapoor kaur kelly kennedy khan knight kowalski lewis "
    "lloyd lopez macdonald malik marshall martin martinez mason mathews matthews mcdonald mehta "
    "miah miller mills mitchell moore morgan morris murphy murray nguyen nwosu okafor okeke "
    "okonkwo owen oyelaran palmer parker patel pearson phillips powell rahman rao reid reynolds "
    "richards richardson roberts robertson robinson rodriguez rogers russell ryan sanders "
    "saunders scott shah sharma shaw silva simpson singh smith spencer stevens stewart stone "
    "sullivan taylor thomas thompson thomson turner wagner walker walsh watkins watson webb "
    "wilkinson williams williamson wilson wright zhang zhou"
)

NAMES_LIKE_WORDS: Final = set_of(
    "amber ana angus austin bill blessing bobby brad bradley brandon chelsea clifford croydon "
    "daisy dean dudley eve faith florence georgia glen grace grant guy hill hope iris isla ivy "
    "jan jay joy june lawrence leigh les lily marc marina martha masel mat max may mia mick "
    "mickey paddy paige pat perry precious robin rose rowan ruby sandy stan starmer streeting "
    "vernon vic victoria viola warren will"
)
"""Names that are also words, places, hospitals or letters of a test (hope, croydon, victoria, ana),
and those of politicians: where they stand alone they say nothing of whose an address is."""
