using FsCheck.Xunit;
using NetApi.Domain.Topology;
using NetApi.Json;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

[Properties(Arbitrary = [typeof(ChangedHostGenerators)], MaxTest = 500)]
public sealed class StateAssemblerTests
{
    [Property]
    public void Assemble_AfterAnotherState_IsWhatIsAssembledAnew(ChangedHost host)
    {
        var (before, after) = (Observed.Of(host.From), Observed.Of(host.To));
        var assembler = new StateAssembler("test");
        AssertSame(Anew(before), before.Assemble(assembler));
        AssertSame(Anew(after), after.Assemble(assembler));
        AssertSame(Anew(after), after.SharedWith(before).Assemble(assembler));
        AssertSame(Anew(before), before.SharedWith(after).Assemble(assembler));
    }

    [Fact]
    public void Assemble_ObservationsThatAreTheSame_GivesTheSameLists()
    {
        var observed = Observed.Of(LargeHost.Of(5));
        var assembler = new StateAssembler("test");
        var first = observed.Assemble(assembler);
        var second = (observed with { Kernel = Observed.Of(LargeHost.Of(5)).SharedWith(observed).Kernel }).Assemble(assembler);
        Assert.True(first.Links == second.Links && first.Namespaces == second.Namespaces && first.Containers == second.Containers && first.Routes == second.Routes);
    }

    [Fact]
    public void Assemble_OneLinkDiffers_KeepsTheOtherListsAndObjects()
    {
        var observed = Observed.Of(LargeHost.Of(5));
        var assembler = new StateAssembler("test");
        var first = observed.Assemble(assembler);
        var netns = observed.Kernel.Namespaces[3];
        var changed = netns with { Links = netns.Links.SetItem(0, netns.Links[0] with { MtuBytes = 1280 }) };
        var second = (observed with { Kernel = observed.Kernel with { Namespaces = observed.Kernel.Namespaces.SetItem(3, changed) } }).Assemble(assembler);
        Assert.True(first.Namespaces == second.Namespaces && first.Addresses == second.Addresses);
        Assert.Equal(changed.Links[0], Assert.Single(second.Links.Except(first.Links, ReferenceEqualityComparer.Instance)));
    }

    [Fact]
    public void Assemble_NamespacesInAnyOrder_GivesOneState()
    {
        var observed = Observed.Of(LargeHost.Of(5));
        var reversed = observed with { Kernel = observed.Kernel with { Namespaces = [.. observed.Kernel.Namespaces.Reverse()] } };
        AssertSame(Anew(observed), Anew(reversed));
    }

    private static HostState Anew(Observed observed) => observed.Assemble(new StateAssembler("test"));

    private static void AssertSame(HostState expected, HostState actual)
    {
        Assert.Equal(HostStateJson.Serialize(expected), HostStateJson.Serialize(actual));
        Assert.Equal(ContentHash.Of(expected), ContentHash.Of(actual));
    }

    /// <summary>A state, taken apart into what would have been observed.</summary>
    private sealed record Observed(KernelObservation Kernel, EngineObservation Engine)
    {
        public static Observed Of(HostState state) => new(
            new KernelObservation([.. state.Namespaces.OrderBy(n => n.Id.Value, StringComparer.Ordinal).Select(n => Of(state, n))], [.. state.Gaps.Where(g => g.Scope == "kernel")]),
            new EngineObservation(state.Containers, state.Networks, [.. state.Gaps.Where(g => g.Scope == "engine")], state.Engine));

        public HostState Assemble(StateAssembler assembler) => assembler.Assemble(DateTimeOffset.UnixEpoch, Kernel, Engine);

        /// <summary>The same, of the other one's objects where they are equal, as one who follows the kernel has it.</summary>
        public Observed SharedWith(Observed other)
        {
            var known = other.Kernel.Namespaces.ToDictionary(n => n.Sighting.Id);
            return new Observed(Kernel with { Namespaces = [.. Kernel.Namespaces.Select(n => known.TryGetValue(n.Sighting.Id, out var old) ? Shared(n, old) : n)] }, Engine);
        }

        private static NamespaceObservation Of(HostState state, NetworkNamespace netns) => new()
        {
            Sighting = new NamespaceSighting { Id = netns.Id, Inode = netns.Inode, Cookie = netns.Cookie, IsOwn = netns.Kind == NetnsKind.Host, Paths = netns.Paths },
            Links = [.. state.Links.Where(l => l.Namespace == netns.Id)],
            Addresses = [.. state.Addresses.Where(a => a.Namespace == netns.Id)],
            Routes = [.. state.Routes.Where(r => r.Namespace == netns.Id)],
            Rules = [.. state.Rules.Where(r => r.Namespace == netns.Id)],
            Neighbours = [.. state.Neighbours.Where(n => n.Namespace == netns.Id)],
            Fdb = [.. state.Fdb.Where(e => e.Namespace == netns.Id)],
            Sockets = [.. state.Sockets.Where(s => s.Namespace == netns.Id)],
            Sysctls = state.Sysctls.FirstOrDefault(s => s.Namespace == netns.Id),
        };

        private static NamespaceObservation Shared(NamespaceObservation netns, NamespaceObservation old)
        {
            var shared = netns with
            {
                Links = Reuse.Equal(old.Links, netns.Links),
                Addresses = Reuse.Equal(old.Addresses, netns.Addresses),
                Routes = Reuse.Equal(old.Routes, netns.Routes),
                Rules = Reuse.Equal(old.Rules, netns.Rules),
                Neighbours = Reuse.Equal(old.Neighbours, netns.Neighbours),
                Fdb = Reuse.Equal(old.Fdb, netns.Fdb),
                Sockets = Reuse.Equal(old.Sockets, netns.Sockets),
            };
            return shared == old ? old : shared;
        }
    }
}
