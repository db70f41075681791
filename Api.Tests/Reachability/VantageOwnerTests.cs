using System.Diagnostics;
using System.Globalization;
using FsCheck.Xunit;
using NetApi.Reachability;
using Xunit;

namespace NetApi.Tests.Reachability;

public class VantageOwnerTests
{
    [Fact]
    public void Current_IsThisProcess_StartedWhenTheRuntimeSays()
    {
        var owner = VantageOwner.Current;
        Assert.True(owner.IsAlive);
        Assert.Equal(Environment.ProcessId, owner.Pid);
        // Ticks are a hundredth of a second (USER_HZ).
        var booted = DateTimeOffset.UtcNow.AddSeconds(-double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture));
        using var self = Process.GetCurrentProcess();
        Assert.Equal(self.StartTime.ToUniversalTime(), booted.AddMilliseconds(owner.StartTicks * 10.0).UtcDateTime, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void IsAlive_OfAnotherStartOrOfNoProcess_IsFalse()
    {
        Assert.False((VantageOwner.Current with { StartTicks = 1 }).IsAlive);
        Assert.False((VantageOwner.Current with { Pid = int.MaxValue }).IsAlive);
        Assert.Null(VantageOwner.Of(int.MaxValue));
    }

    [Fact]
    public void Of_AProcessWhoseNameLooksLikeFields_ReadsTheFieldsAfterIt()
    {
        var directory = Directory.CreateTempSubdirectory("netapi-test-");
        try
        {
            var program = Path.Combine(directory.FullName, "a) S 1 (b");
            File.Copy("/bin/sleep", program);
            using var process = Process.Start(program, "infinity");
            var owner = VantageOwner.Of(process.Id)!.Value;
            var isAlive = owner.IsAlive;
            process.Kill();
            process.WaitForExit();
            Assert.True(isAlive);
            Assert.False(owner.IsAlive);
            Assert.True(owner.StartTicks >= VantageOwner.Current.StartTicks);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Property]
    public bool Parse_OfAnyAlias_IsTheOwner(ushort pid, ulong ticks)
    {
        var owner = new VantageOwner(pid, ticks);
        // IFALIASZ of linux/if.h, the closing zero with it.
        return VantageOwner.Parse(owner.Alias) == owner && owner.Alias.Length < 256;
    }

    [Theory]
    [InlineData("")]
    [InlineData("uplink to the office")]
    [InlineData("NetApi probe vantage")]
    [InlineData("NetApi probe vantage of process 12 started at tick ")]
    [InlineData("NetApi probe vantage of process -12 started at tick 7")]
    [InlineData("NetApi probe vantage of process 12 started at tick 7 by hand")]
    [InlineData("NetApi probe vantage of process 99999999999 started at tick 7")]
    public void Parse_OfAnotherAlias_IsNull(string alias) => Assert.Null(VantageOwner.Parse(alias));
}
