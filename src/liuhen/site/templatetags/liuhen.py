"""The house's template tags and filters."""

from django import template

register = template.Library()
