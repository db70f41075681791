using NetApi.Adapters.DockerEngine;
using NetApi.Operations;

namespace NetApi.Images;

/// <summary>Adds up the steps of a pull, as the engine tells them, to the state of each layer and of the whole.</summary>
/// <param name="image">What is pulled.</param>
/// <param name="states">Is told of the state after each step.</param>
internal sealed class PullTally(string image, IProgress<PullState> states) : IProgress<PullProgress>
{
    private readonly List<PullLayer> _layers = [];

    public void Report(PullProgress value)
    {
        // The first step has an id too: the tag.
        if (value.LayerId is not { } id || value.Status.StartsWith("Pulling from ", StringComparison.Ordinal))
            return;
        var known = _layers.FindIndex(l => l.Id == id);
        var layer = Next(known < 0 ? new PullLayer(id, value.Status, null, null) : _layers[known], value);
        if (known < 0)
            _layers.Add(layer);
        else
            _layers[known] = layer;
        states.Report(Sum());
    }

    // The engine counts each layer twice, once while it downloads and once while it extracts. Only the first is the pull's way.
    private static PullLayer Next(PullLayer layer, PullProgress step) => step.Status switch
    {
        "Downloading" => layer with { Status = step.Status, CurrentBytes = step.CurrentBytes ?? layer.CurrentBytes, TotalBytes = step.TotalBytes ?? layer.TotalBytes },
        "Verifying Checksum" or "Download complete" or "Extracting" or "Pull complete" => layer with { Status = step.Status, CurrentBytes = layer.TotalBytes ?? layer.CurrentBytes },
        _ => layer with { Status = step.Status },
    };

    private PullState Sum()
    {
        var counted = _layers.Where(l => l.TotalBytes is not null).ToList();
        return new PullState(
            image,
            [.. _layers],
            new PullBytes(counted.Sum(l => l.CurrentBytes ?? 0), counted.Sum(l => l.TotalBytes!.Value)),
            _layers.Count(l => l.Status is "Pull complete" or "Already exists"),
            _layers.Count);
    }
}
