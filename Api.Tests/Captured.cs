namespace NetApi.Tests;

internal static class Captured
{
    public static string Text(string folder, string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Captures", folder, file));
}
