"""The platforms' side, played on one machine: Facebook's Graph API, X's API and their webhooks.

It is a counterpart that can refuse: it checks tokens, keeps the comments' state through a kill,
answers with the documented errors and rate headers, and delivers what the public writes as signed
webhooks until they are accepted. It judges nothing and knows no policy.
"""
