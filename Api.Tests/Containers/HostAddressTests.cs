using NetApi.Containers;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class HostAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.10")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("2001:db8::10")]
    [InlineData("2001:DB8:0:0:0:0:0:10")]
    [InlineData("::ffff:192.0.2.10")]
    public void TryParse_AnAddressAsPeopleWriteIt_IsRead(string text) => Assert.True(HostAddress.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("010.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("123.345.100.789")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.10.1")]
    [InlineData("192.0.2.10/24")]
    [InlineData("192.0.2.10:80")]
    [InlineData(" 192.0.2.10")]
    [InlineData("192.0.2.10 ")]
    [InlineData("localhost")]
    [InlineData("*")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%2")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("::1]")]
    [InlineData("::1/128")]
    [InlineData("2001:db8::1::2")]
    [InlineData("2001:db8:::1")]
    [InlineData("12345::")]
    public void TryParse_WhatProgramsReadDifferently_IsRefused(string text) => Assert.False(HostAddress.TryParse(text, out _));
}
