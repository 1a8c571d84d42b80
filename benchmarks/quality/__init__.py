"""Measure the pipeline on labelled articles: ``python -m benchmarks.quality DATA``.

The formats of the labels and the rules behind them are told in ``fixtures/_labels/README.md``.
"""
