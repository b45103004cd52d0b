using System.Text;
using Pdp.Story.Staging;

namespace Pdp.Demo.Reporting;

/// <summary>What one needs when a step did not hold.</summary>
internal static class LastWords
{
    private const int Lines = 20;

    /// <summary>The last lines of every process, and where the rest is.</summary>
    public static string Of(Stage stage)
    {
        var text = new StringBuilder();
        foreach (var process in stage.Processes)
        {
            text.Append($"--- {process.Name} (process {process.Id}, {(process.HasExited ? "ended" : "running")}), {process.Log.Path}\n");
            text.Append(process.Log.Tail(Lines)).Append('\n');
        }

        return text.Append($"All logs and data are kept in {stage.Directory}").ToString();
    }
}
