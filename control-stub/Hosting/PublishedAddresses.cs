using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Hosting;

/// <summary>A file in the data directory that tells tools on the same machine where the process listens; nothing secret in it.</summary>
internal static class PublishedAddresses
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "listening.json";

    public static void Write(string directory, Uri agents, Uri operators)
    {
        var path = Path.Combine(directory, FileName);
        var content = new JsonObject { ["agents"] = agents.ToString(), ["operators"] = operators.ToString() };
        File.WriteAllText(path + ".new", content.ToJsonString() + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Where operators are served; null while the file is not there or cannot be read.</summary>
    public static Uri? Operators(string directory)
    {
        try
        {
            var content = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, FileName)));
            return Uri.TryCreate((string?)content?["operators"], UriKind.Absolute, out var address) ? address : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
