using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public class NetnsIdTests
{
    private static readonly Guid Boot = Guid.Parse("4668b58f-0000-4000-8000-000000000001");
    private static readonly Guid NextBoot = Guid.Parse("77777777-0000-4000-8000-000000000001");

    [Fact]
    public void FromCookie_BootAndCookie_AreBothInIt() => Assert.Equal("4668b58f-4097", NetnsId.FromCookie(Boot, 4097).ToString());

    [Fact]
    public void FromInode_NeverEqualsACookieOfTheSameNumber()
    {
        Assert.Equal("4668b58f-i4026531840", NetnsId.FromInode(Boot, 4026531840).Value);
        Assert.NotEqual(NetnsId.FromInode(Boot, 7), NetnsId.FromCookie(Boot, 7));
    }

    [Fact]
    public void Equality_SameCookieInAnotherBoot_IsAnotherNamespace()
    {
        Assert.Equal(NetnsId.FromCookie(Boot, 3), NetnsId.FromCookie(Boot, 3));
        Assert.NotEqual(NetnsId.FromCookie(Boot, 3), NetnsId.FromCookie(NextBoot, 3));
    }
}
