using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tables;

internal static class JobColumns
{
    /// <summary>The conditions that say how a job stands, the most telling first.</summary>
    private static readonly string[] Conditions = ["Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet"];

    public static IReadOnlyList<TableColumn> All { get; } =
    [
        Cells.Name,
        new("Status", (o, _) => Status(o)),
        new("Completions", (o, _) => Completions(o)),
        new("Duration", Duration),
        Cells.Age,
        Cells.Containers,
        Cells.Images,
        Cells.Selector,
    ];

    private static string Status(JsonObject job)
    {
        if (Array.Find(Conditions, c => Has(job, c)) is { } condition)
            return condition;
        return job.Text("metadata", "deletionTimestamp") is null ? "Running" : "Terminating";
    }

    private static string Completions(JsonObject job)
    {
        var done = job.Long("status", "succeeded") ?? 0;
        if (job.Long("spec", "completions") is { } wanted)
            return string.Create(CultureInfo.InvariantCulture, $"{done}/{wanted}");
        var parallel = job.Long("spec", "parallelism") ?? 0;
        return parallel > 1 ? $"{done}/1 of {parallel}" : $"{done}/1";
    }

    private static JsonNode? Duration(JsonObject job, DateTimeOffset now) => job.Time("status", "startTime") is { } start
        ? Cells.Short((job.Time("status", "completionTime") ?? now) - start)
        : "";

    private static bool Has(JsonObject job, string type) =>
        job.Items("status", "conditions").Any(c => c.Text("type") == type && c.Text("status") == "True");
}
