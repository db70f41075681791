namespace NetApi.Operations;

/// <summary>Examples for the OpenAPI document: an image that is being pulled.</summary>
internal static class OperationExamples
{
    public static readonly Operation Running = new()
    {
        Id = "019abcde-7f00-7c3a-9b1e-2f4d6a8c0e11",
        Kind = OperationKind.ImagePull,
        State = OperationState.Running,
        CreatedAt = new DateTimeOffset(2026, 11, 24, 9, 29, 50, TimeSpan.Zero),
        Progress = new PullState(
            "nginx:latest",
            [
                new PullLayer("a2abf6c4d29d", "Pull complete", 31_357_624, 31_357_624),
                new PullLayer("a9edb18cadd1", "Downloading", 8_112_345, 25_350_862),
                new PullLayer("589b7251471a", "Waiting", null, null),
            ],
            new PullBytes(39_469_969, 56_708_486),
            1,
            3),
    };

    public const string Event = "event: progress\ndata: {\"id\":\"019abcde-7f00-7c3a-9b1e-2f4d6a8c0e11\",\"kind\":\"imagePull\",\"state\":\"running\", … }\nid: 17\n\n";
}
