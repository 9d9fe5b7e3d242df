"""The kinds of question (题目类型), one file each; this is the whole list."""

from jointhall.service_items.asking import Question
from jointhall.service_items.questions.address import Address
from jointhall.service_items.questions.bank_card import BankCard
from jointhall.service_items.questions.computed_sum import ComputedSum
from jointhall.service_items.questions.consent import Consent
from jointhall.service_items.questions.credit_code import CreditCode
from jointhall.service_items.questions.day import Day
from jointhall.service_items.questions.enterprise import Enterprise
from jointhall.service_items.questions.file import File
from jointhall.service_items.questions.household import Household
from jointhall.service_items.questions.id_number import IdNumber
from jointhall.service_items.questions.information import Information
from jointhall.service_items.questions.kind import Grid, Kind, Raw, Unclear
from jointhall.service_items.questions.land_parcel import LandParcel
from jointhall.service_items.questions.licence_plate import LicencePlate
from jointhall.service_items.questions.linked_choices import LinkedChoices
from jointhall.service_items.questions.long_text import LongText
from jointhall.service_items.questions.map_area import MapArea
from jointhall.service_items.questions.map_point import MapPoint
from jointhall.service_items.questions.money import Money
from jointhall.service_items.questions.one_choice import OneChoice
from jointhall.service_items.questions.period import Period
from jointhall.service_items.questions.person import Person
from jointhall.service_items.questions.phone import Phone
from jointhall.service_items.questions.photo import Photo
from jointhall.service_items.questions.quantity import Quantity
from jointhall.service_items.questions.several_choices import SeveralChoices
from jointhall.service_items.questions.short_text import ShortText
from jointhall.service_items.questions.signature import Signature
from jointhall.service_items.questions.table import Table
from jointhall.service_items.questions.township import Township
from jointhall.service_items.questions.yes_no import YesNo

__all__ = ["KINDS", "Grid", "Kind", "Raw", "Unclear", "kind_of"]

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        ShortText(),
        LongText(),
        Quantity(),
        Money(),
        Day(),
        Period(),
        YesNo(),
        OneChoice(),
        SeveralChoices(),
        Phone(),
        IdNumber(),
        CreditCode(),
        BankCard(),
        Township(),
        Address(),
        File(),
        Photo(),
        Consent(),
        LinkedChoices(),
        LicencePlate(),
        MapPoint(),
        MapArea(),
        Table(),
        Household(),
        Person(),
        Enterprise(),
        LandParcel(),
        Signature(),
        ComputedSum(),
        Information(),
    )
}


def kind_of(question: Question) -> Kind:
    """The kind of a question; the reader has refused every other word."""
    return KINDS[question.kind]
