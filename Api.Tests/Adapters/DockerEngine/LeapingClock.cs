namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>The real time, and so much more or less.</summary>
internal sealed class LeapingClock : TimeProvider
{
    public TimeSpan Leap { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leap;
}
