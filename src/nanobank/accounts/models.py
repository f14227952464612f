"""A person and the tokens their programs use."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from nanobank.common.models import PublicModel


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """A person who signs in with ``email``; without a password they cannot sign in with one."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """Somebody who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person who signs in with this e-mail address, however it is cased."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, PermissionsMixin, PublicModel):
    """Anyone with an account. What they may do comes from their memberships of organisations."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {
            "uuid",
            "email",
            "given_name",
            "family_name",
            "headline_da",
            "headline_en",
            "password",
            "last_login",
            "joined_at",
        }
    )

    email = models.EmailField(_("email address"), unique=True)
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    headline_da = models.CharField(max_length=160, blank=True)
    headline_en = models.CharField(max_length=160, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name", "family_name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given and family name, as on a credential."""
        return f"{self.given_name} {self.family_name}"

    def get_full_name(self) -> str:
        """The name, as Django's own parts ask for it."""
        return self.name


class TokenQuerySet(models.QuerySet["PersonalToken"]):
    """Reads aloud: ``PersonalToken.objects.of(person).valid_at(now)``."""

    def of(self, person: Person) -> "TokenQuerySet":
        """One person's tokens."""
        return self.filter(person=person)

    def valid_at(self, now: datetime) -> "TokenQuerySet":
        """Neither withdrawn nor expired."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)


class PersonalToken(PublicModel):
    """A token that lets a program act as its person. Only its SHA-256 is kept."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "name", "digest", "last_used_at"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()
