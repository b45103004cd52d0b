using System.Text;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Render;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Cases;

/// <summary>Plans a case against a cluster in which the generation before was applied and then things happened.</summary>
internal sealed class PlanCase(CaseFolder folder)
{
    public string Plan(RenderResult rendered)
    {
        var before = folder.Render(folder.Read("before.yaml")!);
        Assert.Empty(before.Errors);
        var id = (string)Yaml.Documents(folder.Read("intent.yaml")!).Single()["metadata"]!["id"]!;
        var server = new Server();
        var first = Planner.Plan(Request(id, before.Objects, [], server));
        server.Run(first);
        Happen(server);
        return Describe(Planner.Plan(Request(id, rendered.Objects, first.InventoryAfter, server)));
    }

    private PlanRequest Request(string id, IReadOnlyList<DesiredObject> desired, IReadOnlyList<InventoryEntry> inventory, Server server)
    {
        var options = folder.Read("options.yaml") is { } text ? Yaml.Documents(text).Single() : [];
        return new PlanRequest
        {
            IntentId = id,
            Desired = desired,
            Inventory = inventory,
            Live = new LiveState
            {
                Objects = server.Objects,
                Claims = [.. server.Objects.Values.Where(o => ManifestObject.KindOf(o) == "PersistentVolumeClaim")],
                NamespacesOfOurs = (bool?)options["namespaceIsOurs"] == true ? [.. server.Objects.Keys.Select(key => key.Namespace ?? "")] : new HashSet<string>(),
            },
            Options = new PlanOptions
            {
                Teardown = (bool?)options["teardown"] ?? false,
                DeleteVolumes = (bool?)options["deleteVolumes"] ?? false,
                Prune = (bool?)options["prune"] ?? true,
            },
        };
    }

    // live.yaml: each document is {edit: id, path, value}, {delete: id} or {put: object}.
    private void Happen(Server server)
    {
        foreach (var happening in Yaml.Documents(folder.Read("live.yaml") ?? ""))
        {
            if (happening["edit"] is { } edited)
                server.Edit((string)edited!, (string)happening["path"]!, happening["value"]?.DeepClone());
            else if (happening["delete"] is { } deleted)
                server.Delete((string)deleted!);
            else
                server.Put(happening["put"]!.DeepClone().AsObject());
        }
    }

    private static string Describe(DeploymentPlan plan)
    {
        var text = new StringBuilder();
        foreach (var step in plan.Steps)
        {
            text.Append($"{step.Action.ToString().ToLowerInvariant(),-10}{step.Key.Kind}/{step.Key.Name}");
            if (step.IsRepair)
                text.Append(" (repair)");
            if (step.Fields.Count > 0)
                text.Append($" {string.Join(", ", step.Fields)}");
            if (step.Message.Length > 0)
                text.Append($": {(step.Reason is { } reason ? $"{reason}, " : "")}{step.Message}");
            text.Append('\n');
        }

        text.Append($"inventory before: {Names(plan.InventoryBefore)}\ninventory after: {Names(plan.InventoryAfter)}\n");
        return text.ToString();
    }

    private static string Names(IReadOnlyList<InventoryEntry> entries) => string.Join(", ", entries.Select(entry => $"{entry.Kind}/{entry.Name}"));
}
