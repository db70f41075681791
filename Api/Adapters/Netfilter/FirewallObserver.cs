using System.Collections.Immutable;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netfilter;

/// <summary>Reads the firewall rules of NetApi's own network namespace through iptables-save, ip6tables-save (nft and legacy) and nft.</summary>
/// <remarks>
/// The kernel's rule blobs have no stable form, these tools do. Needs CAP_NET_ADMIN. Legacy rules are read only where
/// <c>/proc/net/ip_tables_names</c> (of this namespace; each has its own) names a table: to ask for a table is to create it, and loads its module.
/// </remarks>
public sealed class FirewallObserver
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    // 100,000 rules of 200 characters, five times over.
    private const int OutputLimit = 100_000_000;

    private readonly Tool _tool;
    private readonly string _procNet;

    /// <summary>Observes the namespace this process is in.</summary>
    public FirewallObserver()
        : this([], "/proc/self/net")
    {
    }

    /// <summary>Observes another namespace.</summary>
    /// <param name="commandPrefix">What runs a command there, such as <c>/usr/bin/nsenter --net=/run/netns/x</c>.</param>
    /// <param name="procNet">Its <c>/proc/PID/net</c>.</param>
    internal FirewallObserver(IReadOnlyList<string> commandPrefix, string procNet)
    {
        _tool = new Tool(commandPrefix, TimeLimit, OutputLimit);
        _procNet = procNet;
    }

    /// <summary>Reads all rules. What cannot be read is a gap, never an exception and never an empty list.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public async Task<FirewallObservation> ObserveAsync(CancellationToken cancellation)
    {
        var native = NativeTablesAsync(cancellation);
        var readings = await Task.WhenAll(
            ReadAsync("iptables-nft-save", IpFamily.V4, FirewallBackend.Nft, cancellation),
            ReadAsync("ip6tables-nft-save", IpFamily.V6, FirewallBackend.Nft, cancellation),
            ReadLegacyAsync("iptables-legacy-save", IpFamily.V4, "ip_tables_names", cancellation),
            ReadLegacyAsync("ip6tables-legacy-save", IpFamily.V6, "ip6_tables_names", cancellation));
        var (tables, nativeGaps) = await native;
        // Four tools say the same of the same cause: say it once.
        ImmutableArray<Gap> gaps = [.. readings.SelectMany(r => r.Gaps).Concat(nativeGaps).DistinctBy(g => (g.Code, g.Detail))];
        return new FirewallObservation([.. readings.Select(r => r.RuleSet).OfType<RuleSet>()], tables, gaps);
    }

    private async Task<Reading> ReadLegacyAsync(string tool, IpFamily family, string namesFile, CancellationToken cancellation)
    {
        try
        {
            var names = await File.ReadAllTextAsync(Path.Combine(_procNet, namesFile), cancellation);
            return string.IsNullOrWhiteSpace(names) ? new Reading(null, []) : await ReadAsync(tool, family, FirewallBackend.Legacy, cancellation);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The kernel has no legacy iptables, or its module is not loaded: there is nothing to read.
            return new Reading(null, []);
        }
        catch (UnauthorizedAccessException)
        {
            return Failed(family, FirewallBackend.Legacy, ToolFault.Denied);
        }
    }

    private async Task<Reading> ReadAsync(string tool, IpFamily family, FirewallBackend backend, CancellationToken cancellation)
    {
        var result = await _tool.RunAsync(tool, [], cancellation);
        if (result.End != ToolEnd.Exited || ToolFault.IsDenied(result))
            return Failed(family, backend, ToolFault.Of(tool, result));
        var ruleSet = IptablesSave.Parse(result.Output, family, backend, out var gaps);
        return result.ExitCode == 0
            ? new Reading(ruleSet, gaps)
            : new Reading(ruleSet with { IsWhole = false }, [.. gaps, ToolFault.Of(tool, result)]);
    }

    private async Task<(ImmutableArray<NftTable> Tables, ImmutableArray<Gap> Gaps)> NativeTablesAsync(CancellationToken cancellation)
    {
        var result = await _tool.RunAsync("nft", ["-j", "list", "tables"], cancellation);
        // Without nft nobody has to know: the iptables tools alone are what a Docker host needs.
        if (result.End == ToolEnd.Missing)
            return ([], []);
        if (result.End != ToolEnd.Exited || result.ExitCode != 0)
            return ([], [ToolFault.Of("nft", result)]);
        if (NftTables.Parse(result.Output) is not { } tables)
            return ([], [new Gap("firewall", "firewall-unreadable", "nft -j list tables wrote no JSON that NetApi knows.")]);
        return tables.IsEmpty ? (tables, []) : (tables, [NftTables.Notice(tables)]);
    }

    private static Reading Failed(IpFamily family, FirewallBackend backend, Gap gap) =>
        new(new RuleSet(family, backend, [], IsWhole: false), [gap]);

    private sealed record Reading(RuleSet? RuleSet, ImmutableArray<Gap> Gaps);
}
