using System.Globalization;
using NetApi.Adapters.Procfs;
using Xunit;

namespace NetApi.Tests.Adapters.Procfs;

public sealed class CapabilitiesTests
{
    [Theory]
    [InlineData("0000000000000000", "")]
    [InlineData("0000000000003000", "CAP_NET_ADMIN CAP_NET_RAW")]
    [InlineData("0000000000280004", "CAP_DAC_READ_SEARCH CAP_SYS_PTRACE CAP_SYS_ADMIN")]
    [InlineData("0000030000000001", "CAP_CHOWN CAP_CHECKPOINT_RESTORE CAP_41")]
    public void Parse_Bits_AreNamedAsInTheKernelsHeader(string bits, string names) =>
        Assert.Equal(names, string.Join(' ', Capabilities.Parse($"Name:\tx\nCapPrm:\tffffffffffffffff\nCapEff:\t{bits}\n")));

    [Fact]
    public void Parse_NoLine_Throws() => Assert.Throws<FormatException>(() => Capabilities.Parse("Name:\tx\n"));

    [Fact]
    public void Read_ThisProcess_HasAsManyAsTheKernelSays()
    {
        var line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("CapEff:", StringComparison.Ordinal));

        Assert.Equal(ulong.PopCount(ulong.Parse(line[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)), (ulong)Capabilities.Read().Length);
    }
}
