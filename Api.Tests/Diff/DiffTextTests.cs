using NetApi.Diffs;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Diffs;

public sealed class DiffTextTests
{
    [Fact]
    public void It_says_what_is_compared_and_then_what_changed_by_group() =>
        Assert.Equal(
            """
            From before (2026-11-24 14:05:00 UTC) to live (2026-11-24 14:06:00 UTC).

            What became reachable or unreachable, as far as published ports, running containers and networks tell:
            0.0.0.0:8000/tcp became reachable from outside and leads to port 80 of myweb: port 8000/tcp of myweb is now published on 0.0.0.0.
            myweb became reachable in network bridge: container myweb was created and started.

            Networks:
            myweb joined network bridge.

            The kernel's links, addresses, routes, sockets and namespaces:
            Veth pair of myweb (eth0) with veth8d73f3e on docker0 is new.
            Address 172.17.0.7/16 was added to eth0 of container myweb.
            Network namespace of container myweb is new.

            """,
            Write(SampleHost.Empty, SampleHost.WithWeb));

    [Fact]
    public void It_says_what_could_not_be_read()
    {
        var lines = Write(SampleHost.WithWeb, SampleHost.WithWeb.WithoutEngine()).Split('\n');
        Assert.Equal("The later state could not read engine (engine-unavailable): connect /var/run/docker.sock: ECONNREFUSED.", lines[1]);
        Assert.Equal("What one of the states could not read is told neither as added nor as removed.", lines[2]);
        Assert.Equal("What could be read:", lines[4]);
    }

    [Fact]
    public void A_moment_of_which_not_all_is_known_hides_nothing()
    {
        var then = SampleHost.Empty with { Gaps = [new Gap("history", "not-running", "From 14:00 to 15:00 not everything was seen.")] };
        var lines = Write(then, SampleHost.WithWeb).Split('\n');
        Assert.Equal("Not all is known of the earlier moment (not-running): From 14:00 to 15:00 not everything was seen.", lines[1]);
        Assert.Equal("", lines[2]);
        Assert.DoesNotContain(lines, l => l.Contains("history", StringComparison.Ordinal) || l.Contains("partial", StringComparison.Ordinal));
        Assert.Equal(Write(SampleHost.Empty, SampleHost.WithWeb).Split('\n')[1..], lines[2..]);
        var answer = DiffResource.Of(new StateDiff(then, "before", SampleHost.WithWeb, "live", new DiffFilter([], [], [])));
        Assert.Equal((false, "history"), (answer.Complete, Assert.Single(answer.From.Gaps).Scope));
    }

    [Fact]
    public void It_says_that_nothing_changed() => Assert.EndsWith("Nothing changed.\n", Write(SampleHost.WithWeb, SampleHost.WithWeb), StringComparison.Ordinal);

    [Fact]
    public void It_says_what_was_asked_for()
    {
        var text = Write(SampleHost.Empty, SampleHost.WithWeb, new DiffFilter([ChangeEntity.Route], ["myweb"], []));
        Assert.Contains("Shown is only what is asked for: entity route; container myweb.\nNothing of it changed.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_several_lines_stays_on_one()
    {
        var later = SampleHost.WithWeb.ChangeWeb(c => c with { Labels = c.Labels.Add("note", "one\ntwo") });
        Assert.Equal(5, Write(SampleHost.WithWeb, later).Split('\n').Length);
    }

    private static string Write(HostState from, HostState to, DiffFilter? filter = null) =>
        DiffText.Write(new StateDiff(from, "before", to with { ObservedAt = from.ObservedAt.AddMinutes(1) }, "live", filter ?? new DiffFilter([], [], []))).ReplaceLineEndings("\n");
}
