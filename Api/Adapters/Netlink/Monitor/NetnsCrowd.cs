using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>What opening a namespace gave: the namespace, why it could not be read, or neither where it is gone.</summary>
internal readonly record struct OpenedNetns(FoundNetns Found, WatchedNetns? Netns, Exception? Failure);

/// <summary>Opens namespaces; where there are many, as at the start, by several threads.</summary>
internal static class NetnsCrowd
{
    // Below this a thread's own sockets cost more than it saves.
    private const int LeastForEach = 32;

    // The kernel takes one lock for every dump of links, so that more of them only wait for each other.
    private const int MostThreads = 4;

    /// <summary>Opens and reads all of them.</summary>
    /// <param name="reader">The calling thread's reader.</param>
    /// <param name="found">What was found, each but once.</param>
    /// <returns>In the same order.</returns>
    public static OpenedNetns[] Open(NetnsReader reader, IReadOnlyList<FoundNetns> found)
    {
        var opened = new OpenedNetns[found.Count];
        var next = -1;
        var threads = Math.Clamp(found.Count / LeastForEach, 1, Math.Min(MostThreads, Environment.ProcessorCount));
        // LongRunning: threads of their own, which begin in the caller's namespace and end with the work.
        Task[] helpers = [.. Enumerable.Range(1, threads - 1).Select(_ => Task.Factory.StartNew(Help, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            Work(reader);
        }
        finally
        {
            Task.WaitAll(helpers);
        }
        return opened;

        void Help()
        {
            using var own = TryAnother(reader);
            if (own is not null)
                Work(own);
        }

        void Work(NetnsReader by)
        {
            for (var i = Interlocked.Increment(ref next); i < opened.Length; i = Interlocked.Increment(ref next))
                opened[i] = Open(by, found[i]);
        }
    }

    // Too many descriptors, perhaps: the others do its share.
    private static NetnsReader? TryAnother(NetnsReader reader)
    {
        try
        {
            return reader.Another();
        }
        catch (NetlinkException)
        {
            return null;
        }
    }

    /// <summary>Opens and reads one.</summary>
    public static OpenedNetns Open(NetnsReader reader, FoundNetns found)
    {
        try
        {
            return new OpenedNetns(found, reader.Open(found, out var refusal), refusal);
        }
        catch (Exception e) when (e is NetlinkException or NetlinkFormatException)
        {
            return new OpenedNetns(found, null, e);
        }
    }
}
