using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Core.Rollout.Steps;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Cases;

/// <summary>
/// Writes what each step of a rollout changes: where requests are led and how many pods there are, in the order it is applied. Null for a case that
/// takes no steps.
/// </summary>
internal sealed class StagesCase(CaseFolder folder)
{
    private static readonly DateTimeOffset _began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string? Write(RenderResult rendered)
    {
        if (folder.Read("before.yaml") is not { } earlier || Spec() is not { } rollout || !rollout.HasSteps() || rendered.Workload is not { } workload)
            return null;
        var before = folder.Render(earlier);
        var path = RolloutPath.Of(rollout);
        var split = TrafficSplits.Of(rollout.Strategy, before, rendered);
        List<TestStatus> begun = [];
        return string.Concat(path.Steps.Index().Select(step =>
        {
            var stage = new RolloutStage(path, step.Index, workload.Revision, rollout.Strategy, split) { StartedAt = _began, Tests = begun };
            var staged = StagedObjects.Of(before, rendered, stage, before.Workload!.MostPods / 2);
            if (staged.Test is { } job) begun.Add(new TestStatus(step.Item.Test!, job.Name, RunOutcome.Succeeded));
            var lines = staged.Objects.Select(o => Describe(o, staged)).Where(line => line.Length > 0);
            return $"step {step.Index}: {stage.Weight} % by {split}\n{string.Concat(lines)}";
        }));
    }

    private RolloutSpec? Spec() => (IntentReader.Read(
        System.Text.Encoding.UTF8.GetBytes(Yaml.Documents(folder.Read("intent.yaml")!).Single().ToJsonString())).Intent?.Spec as ComponentSpec)?.Rollout;

    private static string Describe(DesiredObject o, StagedObjects staged)
    {
        var what = o.Key.Kind switch
        {
            "Deployment" => $"pods {o.Manifest["spec"]!["replicas"]?.ToString() ?? "as scaled"}",
            "Service" => $"to {o.Manifest["spec"]!["selector"]!["pdp.dev/revision"]?.ToString() ?? "all"}",
            "HTTPRoute" => string.Join(" ", o.Manifest["spec"]!["rules"]![0]!["backendRefs"]!.AsArray().OfType<JsonObject>()
                .Select(backend => $"{backend["name"]}:{backend["port"]}={backend["weight"]?.ToString() ?? "all"}")),
            "HorizontalPodAutoscaler" => $"of {o.Manifest["spec"]!["scaleTargetRef"]!["name"]}",
            "NetworkPolicy" or "PodDisruptionBudget" => "there",
            "Job" => $"test {o.Manifest["metadata"]!["labels"]!["pdp.dev/test"]}",
            _ => "",
        };
        return what.Length == 0 ? "" : $"  wave {o.Wave}  {o.Key.Kind}/{o.Key.Name}: {what}{(o.Key.Kind == "Job" ? o.Key == staged.Test ? ", decides" : ", stays" : staged.Beside.Contains(o.Key.Identity) ? ", of before" : "")}\n";
    }
}
