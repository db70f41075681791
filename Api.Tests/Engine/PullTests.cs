using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Engine;

[Trait("Ring", "Engine")]
public sealed class PullTests
{
    private static readonly string Registry = Environment.GetEnvironmentVariable("NETAPI_LAB_REGISTRY") ?? "127.0.0.1:5000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_pulled_from_the_labs_registry_with_progress()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var images = new ImageCommands(lab.Engine);
        var reference = $"{Registry}/{LabDocker.Busybox}";
        var steps = new Steps();
        await images.PullAsync(reference, steps, Token);
        try
        {
            Assert.Contains(steps.All, s => s.Status.StartsWith("Status: ", StringComparison.Ordinal));
            Assert.True(await lab.ExistsAsync("image", reference));
            Assert.Contains(reference, (await images.FindAsync(reference, Token))!.Tags);
        }
        finally
        {
            await lab.DockerAsync("image", "rm", reference);
        }
    }

    [Fact]
    public async Task An_image_that_the_registry_does_not_hold_is_refused_in_the_engines_words()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ImageCommands(lab.Engine).PullAsync($"{Registry}/netapi/no-such:1", new Steps(), Token));
        Assert.Equal("pull image", failure.Operation);
        Assert.Contains("netapi/no-such", failure.EngineMessage, StringComparison.Ordinal);
        Assert.Contains("not found", failure.EngineMessage, StringComparison.Ordinal);
    }

    private sealed class Steps : IProgress<PullProgress>
    {
        public List<PullProgress> All { get; } = [];

        public void Report(PullProgress value) => All.Add(value);
    }
}
