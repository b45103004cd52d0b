using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Plan;
using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Cases;

/// <summary>A plan as <c>plan.json</c>: one line for each step, the inventories only where the plan is not what is wanted.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DeploymentPlan plan, RenderResult wanted)
    {
        var steps = string.Join(",\n", plan.Steps.Select(step => $"    {Step(step, wanted).ToJsonString(_plain)}"));
        return $$"""
            {
              "steps": [
            {{steps}}
              ],
              "inventoryBefore": {{Names(plan.InventoryBefore)}},
              "inventoryAfter": {{Names(plan.InventoryAfter)}}
            }

            """.ReplaceLineEndings("\n");
    }

    private static JsonObject Step(PlanStep step, RenderResult wanted)
    {
        var json = new JsonObject { ["action"] = step.Action.ToString(), ["object"] = $"{step.Key.Kind}/{step.Key.Name}" };
        if (step.Wave != 0)
            json["wave"] = step.Wave;
        if (step.IsRepair)
            json["repair"] = true;
        if (step.Fields.Count > 0)
            json["fields"] = new JsonArray([.. step.Fields.Select(field => (JsonNode)field)]);
        if (Handed(step, wanted) is { } replicas)
            json["withReplicas"] = replicas.DeepClone();
        if (step.Reason is { } reason)
            json["reason"] = reason.ToString();
        if (step.Message.Length > 0)
            json["message"] = step.Message;
        return json;
    }

    // A number that is applied although the manifest does not say it.
    private static JsonNode? Handed(PlanStep step, RenderResult wanted) =>
        wanted.Objects.FirstOrDefault(o => o.Key.Identity == step.Key.Identity)?.Manifest["spec"]?["replicas"] is null
            ? step.Manifest?["spec"]?["replicas"]
            : null;

    private static string Names(IReadOnlyList<InventoryEntry> entries) =>
        new JsonArray([.. entries.Select(entry => (JsonNode)$"{entry.Kind}/{entry.Name}")]).ToJsonString(_plain);
}
