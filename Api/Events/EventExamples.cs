namespace NetApi.Events;

/// <summary>Example for the OpenAPI document: a container is started.</summary>
internal static class EventExamples
{
    public const string Stream =
        """
        event: hello
        data: {"revision":41,"contentHash":"2c26b46b…","observedAt":"2026-11-24T14:05:00Z","resumed":false,"complete":true,"gaps":[]}
        id: 41-2c26b46b

        event: changed
        data: {"revision":42,"observedAt":"2026-11-24T14:05:07Z","kind":"changed","entity":"container","key":"myweb","before":{…},"after":{…},"summary":"container myweb was started"}

        event: added
        data: {"revision":42,"observedAt":"2026-11-24T14:05:07Z","kind":"added","entity":"address","key":"container:myweb/eth0/172.17.0.7/16","before":null,"after":{…},"summary":"address 172.17.0.7/16 was added to eth0 of container myweb"}
        id: 42-9f86d081


        """;
}
