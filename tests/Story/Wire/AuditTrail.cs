using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>The requests a cluster was asked, where it keeps a record of them: one audit event a line.</summary>
/// <param name="path">The record; null where the cluster keeps none.</param>
public sealed class AuditTrail(string? path)
{
    /// <summary>How many events there are now; a mark for <see cref="RequestsAsync"/>.</summary>
    public async Task<int> MarkAsync(CancellationToken ct) => (await LinesAsync(ct)).Length;

    /// <summary>The requests of the agent since a mark, each as method and path.</summary>
    public async Task<IReadOnlyList<(string Verb, string Path)>> RequestsAsync(int since, CancellationToken ct)
    {
        var requests =
            from line in (await LinesAsync(ct)).Skip(since)
            let entry = JsonNode.Parse(line)!
            where ((string?)entry["userAgent"])?.StartsWith("pdp-agent", StringComparison.Ordinal) == true
            select ((string)entry["verb"]!, (string)entry["requestURI"]!);
        return [.. requests];
    }

    /// <summary>The objects the agent asked to be written since a mark, changed by it or not; asking what would happen is no writing.</summary>
    public async Task<IReadOnlyList<string>> WrittenAsync(int since, CancellationToken ct) =>
    [
        .. from request in await RequestsAsync(since, ct)
           where request.Verb is "create" or "update" or "patch" && !request.Path.Contains("dryRun=", StringComparison.Ordinal)
           select request.Path.Split('?')[0],
    ];

    private async Task<string[]> LinesAsync(CancellationToken ct)
    {
        if (path is null)
        {
            return [];
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = await reader.ReadToEndAsync(ct);

        // The last line may be on its way.
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
