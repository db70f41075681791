using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Reachability;

/// <summary>Removes outside vantages that an earlier process left, before anything is served. Where it may not, NetApi starts all the same.</summary>
internal sealed partial class LeftOverVantages(Prober prober, ILogger<LeftOverVantages> log) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (prober.Vantages.RemoveLeftOvers() is > 0 and var removed)
                LogRemoved(removed);
        }
        catch (Exception e) when (e is NetlinkException or NetlinkFormatException)
        {
            LogNotRemoved(e.Message);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Removed {Count} probe vantages that an earlier process left")]
    private partial void LogRemoved(int count);

    [LoggerMessage(LogLevel.Warning, "Probe vantages of an earlier process could not be removed: {Reason}")]
    private partial void LogNotRemoved(string reason);
}
