using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pdp.Story.Staging;

/// <summary>The application of the story: a database, a backend and a frontend, as their users wrote them.</summary>
public static partial class Shop
{
    /// <summary>Id of the database's intent.</summary>
    public const string Database = "inventorydatabase-development";

    /// <summary>Id of the backend's intent.</summary>
    public const string Backend = "inventorybackend-development";

    /// <summary>Id of the frontend's intent.</summary>
    public const string Frontend = "inventoryfrontend-development";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Intents = [Database, Backend, Frontend];

    private static readonly string[] Files = ["database.yaml", "backend.yaml", "frontend.yaml"];

    /// <summary>The files to hand in: as they are, or with the stage's own image and port where it has one.</summary>
    public static IEnumerable<(string Name, string Yaml)> Documents(StageImages images) =>
        from file in Files
        let text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "inventory", file))
        select (file, images.First is null ? text : WithImage(text, images));

    /// <summary>Hands in all files.</summary>
    public static async Task OpenAsync(Stage stage, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stage);
        foreach (var (_, yaml) in Documents(stage.Options.Images))
        {
            await stage.Control.Api.ApplyAsync(stage.Plane, yaml, ct);
        }
    }

    /// <summary>Makes a new release of the backend out of the one it has.</summary>
    /// <param name="spec">The spec of its intent.</param>
    /// <param name="release">Name of the release.</param>
    /// <param name="image">Its image.</param>
    /// <param name="deadline">How long it may take to become ready before it goes back.</param>
    public static void Release(JsonObject spec, string release, string image, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec["release"] = release;
        spec["replicas"] = 2;
        spec["rollout"] = new JsonObject { ["deadlineSeconds"] = (int)deadline.TotalSeconds, ["maxSurge"] = "1", ["maxUnavailable"] = "0" };
        if (spec["config"] is not JsonObject config)
        {
            spec["config"] = config = [];
        }

        config["RELEASE_NAME"] = release;
        foreach (var (_, container) in spec["containers"]!.AsObject())
        {
            container!["image"] = image;
        }
    }

    /// <summary>Has the program take its time before it serves; one that does not know the variable starts as it always does.</summary>
    public static void StartSlowly(JsonObject spec, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(spec);
        foreach (var (_, container) in spec["containers"]!.AsObject())
        {
            if (container!["env"] is not JsonArray env)
            {
                container["env"] = env = [];
            }

            env.Add(new JsonObject { ["name"] = "STARTUP_SECONDS", ["value"] = $"{delay.TotalSeconds:0}" });
        }
    }

    // A probe that runs a program of the sample's own image means nothing in another; an open port is what is left to ask for.
    private static string WithImage(string yaml, StageImages images)
    {
        var text = Image().Replace(yaml, match => match.Groups["indent"].Value + "image: " + images.First);
        text = Port().Replace(text, match => match.Groups["name"].Value + images.Port);
        return ExecProbe().Replace(text, match => $"{match.Groups["indent"].Value}tcpSocket:\n{match.Groups["indent"].Value}  port: {images.Port}\n");
    }

    [GeneratedRegex(@"^(?<indent> +)image: \S+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"(?<name>\b(containerPort|port): )\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"^(?<indent> +)exec:\n\k<indent> +command:\n(\k<indent> +- .*\n)+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExecProbe();
}
