namespace NetApi.Tests.Privileged;

/// <summary>A small disk for one process, in mounts of its own: it is gone with the process.</summary>
internal static class ScratchDisk
{
    /// <summary>Name of the file that takes all the space of a full one.</summary>
    public const string Filling = "fill";

    private const int Step = 4096;

    /// <summary>What to put before a command, so that it runs with a disk of so many MB at a directory.</summary>
    public static string[] Around(string directory, int sizeMb) =>
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", "mount -t tmpfs -o size=$1m,mode=700 tmpfs \"$2\" && shift 2 && exec \"$@\"", "sh", $"{sizeMb}", directory];

    /// <summary>The same, with what is in the directory on it, and filled up.</summary>
    public static string[] FullWith(string directory, int sizeMb) =>
    [
        "unshare", "--mount", "--propagation", "private", "sh", "-c",
        "mount --bind \"$2\" /mnt && mount -t tmpfs -o size=$1m,mode=700 tmpfs \"$2\" && cp -a /mnt/. \"$2\" && umount /mnt && { cat /dev/zero > \"$2/$3\" 2>/dev/null; shift 3; exec \"$@\"; }",
        "sh", $"{sizeMb}", directory, Filling,
    ];

    /// <summary>What to put before a command, so that it cannot write into a directory.</summary>
    public static string[] ReadOnly(string directory) =>
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && shift && exec \"$@\"", "sh", directory];

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
