namespace NetApi.Tests.Privileged;

/// <summary>A small disk for one process, in mounts of its own: it is gone with the process.</summary>
internal static class ScratchDisk
{
    private const int Step = 4096;

    /// <summary>What to put before a command, so that it runs with a disk of so many MB at a directory.</summary>
    public static string[] Around(string directory, int sizeMb) =>
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", "mount -t tmpfs -o size=$1m,mode=700 tmpfs \"$2\" && shift 2 && exec \"$@\"", "sh", $"{sizeMb}", directory];

    /// <summary>Writes a file until nothing more fits.</summary>
    public static void Fill(string file)
    {
        using var fill = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var zeros = new byte[Step];
        try
        {
            while (true)
                fill.Write(zeros);
        }
        catch (IOException)
        {
            // It is full.
        }
    }
}
