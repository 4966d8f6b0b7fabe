"""Promises about tokens: never the same, and any text has a hash."""

import re

from accounts.tokens import hashed, hashed_code, new_code, new_token, same


def test_a_token_has_256_bits_and_is_new_every_time():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[\w-]{43}", token, re.ASCII) for token in tokens)


def test_a_code_is_six_digits_also_when_it_begins_with_nothing():
    codes = [new_code() for _ in range(2000)]
    assert all(re.fullmatch(r"\d{6}", code, re.ASCII) for code in codes)
    assert any(code.startswith("0") for code in codes)


def test_the_hash_is_sha256_and_takes_text_that_is_no_text():
    assert hashed("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert len(hashed("\ud800é\0")) == 64


def test_one_code_has_another_hash_for_every_challenge():
    assert not same(hashed_code("a", "123456"), hashed_code("b", "123456"))
    assert same(hashed_code("a", "123456"), hashed_code("a", "123456"))
