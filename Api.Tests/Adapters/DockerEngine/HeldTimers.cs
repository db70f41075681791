using Microsoft.Extensions.Time.Testing;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>The real time, and timers that are moved by hand.</summary>
internal sealed class HeldTimers : FakeTimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow;
}
