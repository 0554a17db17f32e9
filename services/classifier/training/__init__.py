"""Fits and measures the linear model; nothing here is installed with the service.

Needs scikit-learn beside the service's own dependencies (`make init` installs it), and the
folder of public data sets as an argument. From `services/classifier`:

    python -m training.train DATASETS
    python -m training.evaluate DATASETS
"""
