using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Render;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Cases;

/// <summary>Plans a case against a cluster that is empty, or in which the generation before was applied and then things happened.</summary>
internal sealed class PlanCase(CaseFolder folder)
{
    public string Plan(RenderResult rendered)
    {
        var id = (string)Yaml.Documents(folder.Read("intent.yaml")!).Single()["metadata"]!["id"]!;
        var server = new Server();
        IReadOnlyList<InventoryEntry> inventory = [];
        if (folder.Read("before.yaml") is { } earlier)
        {
            var before = folder.Render(earlier);
            Assert.Empty(before.Errors);
            var first = Planner.Plan(Request(id, before.Objects, [], server));
            server.Run(first);
            inventory = first.InventoryAfter;
        }

        Happen(server);
        return PlanJson.Write(Planner.Plan(Request(id, rendered.Objects, inventory, server)), rendered);
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
}
