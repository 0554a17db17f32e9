"""Given names and surnames by which an address or a mailbox shows that it is a person's; tables.

Hand-made from the names most given and most borne in England, those of families from South Asia,
Africa and Eastern Europe among them. Left out are names that are also words, places or hospitals
(hope, grace, victoria, florence), which say nothing where they stand alone. In lower case.
"""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.word_sets import set_of

FIRST_NAMES: Final = set_of(
    "aaron abdul abdullah abigail abu adam adele adrian agnes ahmed aidan aisha alan alastair "
    "albert alex alexander alexandra alfie alfred ali alice alicia alison allan amanda amelia "
    "amina amir amit amy andrea andrew andy angela angie anita ann anna annabel anne annette "
    "annie anthony antonia anya archie arthur asha ashley audrey ayesha barbara barry "
    "beatrice becky belinda ben benjamin bernadette bernard beryl beth bethany betty bev "
    "beverley bob brenda brian bridget bryan callum cameron carl carla carly carol carole "
    "caroline carolyn cath catherine cathy cecilia chantelle charles charlie charlotte cheryl "
    "chloe chris christina christine christopher claire clare claudia clive colin connor "
    "craig cynthia daniel danielle danny darren dave david dawn deb debbie deborah debra "
    "deepa denise dennis derek diana diane dominic donald donna doreen doris dorothy doug "
    "douglas duncan dylan eddie edith edward eileen elaine eleanor elena elizabeth ella ellen "
    "ellie emily emma eric erica erin ethan ethel eva evelyn fatima fiona frances francesca "
    "francis frank fred freddie freya gail gareth garry gary gavin gemma geoff geoffrey "
    "george georgina gerald geraldine gerard gill gillian gina gladys glenn glynis gordon "
    "graeme graham greg gregory gwen gwyneth hannah harold harriet harry hassan hayley hazel "
    "heather helen helena henry hilary howard hugh hussain hussein ian ibrahim imran irene "
    "isaac isabel isabella isabelle isobel ivan jack jackie jacob jacqueline jade jake james "
    "jamie jane janet janice janine jasmine jason jayne jean jeanette jeff jeffrey jemma jen "
    "jennifer jenny jeremy jess jesse jessica jill jim jimmy jo joan joann joanna joanne "
    "jodie joe joel john johnny jon jonathan jordan joseph josephine josh joshua joyce juan "
    "judith judy julia julian julie karen karl karolina katarzyna kate kath katherine "
    "kathleen kathryn kathy katie kay keeley keith kelly ken kenneth kerry kevin khadija "
    "kieran kim kimberley kirsty kumar kyle lakshmi laura lauren laurence leah leanne lee len "
    "leo leon leonard lesley leslie lewis liam linda lindsay lindsey lisa liz lizzie lorna "
    "lorraine louis louise lucas lucy luke lydia lynda lyndsey lynn lynne maciej madeleine "
    "magdalena maggie malcolm malgorzata mandy manjit marcus margaret maria marian marie "
    "marilyn marion mariusz marjorie mark martin martyn mary mathew matt matthew maureen "
    "maurice megan mehmet melanie melissa michael michaela michelle miguel mike millie miriam "
    "mohamed mohammad mohammed moira molly monica morag muhammad muriel myra nadia nancy "
    "naomi natalie natasha nathan neil ngozi nicholas nick nicky nicola nicole nigel nina "
    "noah noel nora norma norman olga oliver olivia olu oluwaseun omar oscar oswald owen "
    "pamela patricia patrick paul paula pauline peggy penelope penny pete peter phil philip "
    "philippa phillip phoebe phyllis piotr pippa priya rachael rachel rahul raj rajesh ralph "
    "ravi ray raymond rebecca rekha renee rhys richard rita rob robert roberta roger ron "
    "ronald rosalind rosemary rosie ross roy rupert russell ruth ryan sabrina sadie sally sam "
    "samantha samuel sandra sanjay sara sarah sasha scott sean sebastian shabana shannon "
    "sharon shaun sheila shelley shirley sian simon sonia sophia sophie stacey stanley stefan "
    "stella stephanie stephen steve steven stewart stuart sue sunita susan susanna susie "
    "suzanne sylvia tamara tammy tanya tara tariq ted terence teresa terry theo theresa "
    "thomas tim timothy tina toby tom tommy toni tony tracey tracy trevor trisha una ursula "
    "usha valerie vanessa vera veronica vicki vicky vijay vikram vincent violet vivian vivien "
    "vivienne walter wayne wendy wilfred william winifred yasmin yusuf yvette yvonne zahra "
    "zainab zara zoe zofia"
)

SURNAMES: Final = set_of(
    "adams ahmed akhtar ali allen anderson andrews armstrong atkinson bailey baker barker "
    "barnes begum bennett bloggs brown burton butler campbell carter chapman choudhury clark "
    "clarke collins cooper cox davidson davies davis dawson dixon doe edwards elliott ellis "
    "evans fletcher foster fraser gibson graham gray griffiths hamilton harris harrison "
    "hartley harvey henderson holmes hughes hunt hussain hussein iqbal jackson jenkins "
    "johnson johnston jones kaur kelly kennedy khan knight kowalski lewis lloyd macdonald "
    "marshall martin mason mathews matthews mcdonald miller mills mitchell moore morgan "
    "morris murphy murray nguyen okafor okonkwo owen palmer parker patel pearson phillips "
    "powell reid reynolds richards richardson roberts robertson robinson rogers russell ryan "
    "sanders saunders scott shah shaw simpson singh smith spencer stevens stewart stone "
    "sullivan taylor thomas thompson thomson turner wagner walker walsh watkins watson webb "
    "wilkinson williams williamson wilson wright"
)
