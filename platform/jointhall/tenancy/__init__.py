"""Tenants (接入单位): the county and its townships, their face, their life, how they join."""
