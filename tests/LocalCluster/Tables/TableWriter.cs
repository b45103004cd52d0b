using System.Text.Json.Nodes;
using Pdp.LocalCluster.Http;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Tables;

/// <summary>Objects as rows of cells, the way <c>kubectl get</c> asks for them.</summary>
/// <param name="resource">Their resource.</param>
/// <param name="version">The version of <c>meta.k8s.io</c>.</param>
/// <param name="includeObject">What of the object comes with a row: None, Metadata (the default) or Object.</param>
/// <param name="now">Ages count from here.</param>
internal sealed class TableWriter(ResourceDefinition resource, string version, string? includeObject, DateTimeOffset now)
{
    private readonly IReadOnlyList<TableColumn> _columns = resource.Custom is { } custom
        ? CustomColumns.Of(custom.Columns)
        : BuiltInColumns.Of(resource);

    public JsonObject Write(IReadOnlyList<StoredObject> objects, JsonObject metadata, bool withColumns = true) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = $"meta.k8s.io/{version}",
        ["metadata"] = metadata,
        ["columnDefinitions"] = withColumns ? new JsonArray([.. _columns.Select(c => c.ToJson())]) : null,
        ["rows"] = new JsonArray([.. objects.Select(Row)]),
    };

    private JsonObject Row(StoredObject stored)
    {
        var value = resource.View?.FromStored(stored.Value) ?? stored.Value;
        var row = new JsonObject { ["cells"] = new JsonArray([.. _columns.Select(c => c.Cell(stored.Value, now))]) };
        if (Condition(value) is { } condition)
            row["conditions"] = new JsonArray(condition);
        switch (includeObject)
        {
            case "None":
                break;
            case "Object":
                row["object"] = value.DeepClone();
                break;
            default:
                row["object"] = ObjectEncoder.Metadata(stored, version);
                break;
        }
        return row;
    }

    /// <summary>Pods that have ended are marked, so that clients may print them apart.</summary>
    private JsonObject? Condition(JsonObject obj)
    {
        if (resource.Resource != "pods" || obj.Text("status", "phase") is not ("Succeeded" or "Failed"))
            return null;
        return new JsonObject
        {
            ["type"] = "Completed",
            ["status"] = "True",
            ["reason"] = obj.Text("status", "phase"),
            ["message"] = "The pod has ended.",
        };
    }
}
