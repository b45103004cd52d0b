using System.Text;
using Pdp.Core.Plan;
using Pdp.Daemon.Preview.Documents;
using Pdp.Daemon.Preview.Versions;

namespace Pdp.Daemon.Preview.Reporting;

/// <summary>A plan for people.</summary>
/// <param name="output">Where to.</param>
/// <param name="isRendered">Whether the manifests are written too.</param>
internal sealed class PreviewText(TextWriter output, bool isRendered)
{
    private static readonly (PlanAction Action, string Word)[] _words =
    [
        (PlanAction.Create, "to create"),
        (PlanAction.Configure, "to change"),
        (PlanAction.Prune, "to prune"),
        (PlanAction.Keep, "kept"),
        (PlanAction.Unchanged, "unchanged"),
        (PlanAction.Wait, "going"),
        (PlanAction.Refuse, "refused"),
    ];

    /// <summary>Writes a plan.</summary>
    public async Task WriteAsync(IReadOnlyList<IntentPreview> previews)
    {
        foreach (var preview in previews) await WriteAsync(preview);
        var decisions = previews.CountBy(preview => preview.Decision).OrderBy(count => count.Key)
            .Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}");
        await output.WriteLineAsync($"plan: {string.Join(", ", decisions)}; {Counts(previews)}; nothing was touched");
    }

    private async Task WriteAsync(IntentPreview preview)
    {
        var name = preview.Id.Length == 0 ? "" : $" {preview.Id} generation {preview.Generation}";
        var place = preview.Place.Length == 0 ? "" : $" for {preview.Place}";
        await output.WriteLineAsync($"{preview.Source}:{name}{place} ({Describe(preview.Origin)})");
        var counts = preview.Objects.Count == 0 ? "" : $": {Counts([preview])}";
        await output.WriteLineAsync($"  {preview.Decision.ToString().ToLowerInvariant()}{counts}");
        foreach (var reason in preview.Reasons) await output.WriteLineAsync($"    {reason.Reason}: {reason}");
        if (preview.Note.Length > 0) await output.WriteLineAsync($"    {preview.Note}");
        foreach (var o in preview.Objects) await WriteAsync(o);
        foreach (var test in preview.Tests) await WriteAsync(test);
        foreach (var routing in preview.Routing)
        {
            await output.WriteLineAsync($"  {Describe(routing)}");
            foreach (var o in routing.Objects) await WriteAsync(o);
        }
    }

    private static string Describe(RoutingPreview routing) => routing switch
    {
        { Before: null, After: null } => $"{routing.Group} leads to nothing",
        { After: null } => $"{routing.Group} goes; until now it leads to {routing.Before}",
        { Before: null } => $"{routing.Group} would lead to {routing.After}, once that is healthy",
        _ when routing.Before == routing.After => $"{routing.Group} would go on leading to {routing.After}",
        _ => $"{routing.Group} would lead to {routing.After} instead of {routing.Before}, once that is healthy",
    };

    private async Task WriteAsync(ObjectPreview o)
    {
        await output.WriteLineAsync($"  {Sign(o.Action)} {o.Key}{Remark(o)}");
        // Of what is new every field is; the manifest says it better.
        if (o.Action == PlanAction.Configure)
        {
            foreach (var change in o.Changes)
                await output.WriteLineAsync($"      {change.Path}: {change.Before ?? "(none)"} → {change.After ?? "(none)"}");
        }
        if (isRendered && o.Rendered is { } manifest)
            await output.WriteLineAsync(Indented(manifest.ToJsonString(PreviewJson.Indented)));
    }

    private async Task WriteAsync(TestPreview test)
    {
        await output.WriteLineAsync($"  t test {test.Name}  # a Job at step {test.Step} of {test.Steps}");
        if (isRendered) await output.WriteLineAsync(Indented(test.Rendered.ToJsonString(PreviewJson.Indented)));
    }

    private static string Remark(ObjectPreview o)
    {
        var restarts = (o.Restarts, o.Action) switch
        {
            (0, _) => "",
            (1, PlanAction.Prune) => "1 pod ends",
            (1, _) => "1 pod restarts",
            (var pods, PlanAction.Prune) => $"{pods} pods end",
            var (pods, _) => $"{pods} pods restart",
        };
        var remarks = new[] { restarts, o.Message }.Where(remark => remark.Length > 0).ToList();
        return remarks.Count == 0 ? "" : $"  # {string.Join("; ", remarks)}";
    }

    private static string Indented(string text)
    {
        var indented = new StringBuilder();
        foreach (var line in text.Split('\n')) indented.Append("      ").AppendLine(line.TrimEnd('\r'));
        return indented.ToString().TrimEnd();
    }

    private static string Counts(IReadOnlyList<IntentPreview> previews)
    {
        var counts = _words.Select(word => (Count: previews.Sum(preview => preview.Count(word.Action)), word.Word))
            .Where(count => count.Count > 0)
            .Select(count => $"{count.Count} {count.Word}")
            .ToList();
        return counts.Count > 0 ? string.Join(", ", counts) : "no objects";
    }

    private static char Sign(PlanAction action) => action switch
    {
        PlanAction.Create => '+',
        PlanAction.Configure => '~',
        PlanAction.Prune => '-',
        PlanAction.Refuse => '!',
        PlanAction.Wait => '.',
        PlanAction.Keep => 'k',
        _ => '=',
    };

    private static string Describe(DocumentOrigin origin) => origin switch
    {
        DocumentOrigin.Signed => "signed",
        DocumentOrigin.Local => "local: not signed",
        DocumentOrigin.Unchecked => "signature not checked: no bundle",
        _ => "not signed; looked at as if the control plane had",
    };
}
