"""How users are made and looked up: by e-mail address, whatever its case."""

from django.contrib.auth.models import BaseUserManager

from people.querysets import UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Creates users who sign in by e-mail. Addresses are kept in lower case, so that one mailbox is one account."""

    use_in_migrations = True

    def _create(self, email, password, **fields):
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email, password=None, **fields):
        """Create a member. A password of `None` makes an account that signs in after a password reset only."""
        fields.setdefault("is_staff", False)
        fields.setdefault("is_superuser", False)
        return self._create(email, password, **fields)

    def create_superuser(self, email, password=None, **fields):
        """Create an administrator with every permission."""
        fields["is_staff"] = True
        fields["is_superuser"] = True
        return self._create(email, password, **fields)

    def get_by_natural_key(self, email):
        """Find the account of an address as it is typed, in any case."""
        return self.get(email=(email or "").strip().lower())
