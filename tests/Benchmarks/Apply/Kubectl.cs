using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Apply;

/// <summary>What people would do without the agent.</summary>
internal static class Kubectl
{
    /// <summary>Applies objects from one file.</summary>
    /// <returns>How long it took; null where there is no kubectl.</returns>
    public static async Task<TimeSpan?> ApplyAsync(Stage stage, IReadOnlyList<PlainObject> objects, CancellationToken ct)
    {
        var list = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = new JsonArray([.. objects.Select(o => (JsonNode)o.Manifest)]),
        };
        var file = Path.Combine(stage.Directory, "kubectl.json");
        await File.WriteAllTextAsync(file, list.ToJsonString(), ct);
        string[] arguments = ["--kubeconfig", stage.Kubeconfig, "apply", "--server-side", "--field-manager", "bench", "-f", file];
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var kubectl = Process.Start(new ProcessStartInfo("kubectl", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var told = kubectl.StandardError.ReadToEndAsync(ct);
            await kubectl.StandardOutput.ReadToEndAsync(ct);
            await kubectl.WaitForExitAsync(ct);
            return kubectl.ExitCode == 0
                ? TimeProvider.System.GetElapsedTime(started)
                : throw new StoryException($"kubectl ended with {kubectl.ExitCode}: {(await told).Split('\n')[0]}");
        }
        catch (Win32Exception)
        {
            await Console.Error.WriteLineAsync("there is no kubectl here; its figure is left out");
            return null;
        }
    }
}
