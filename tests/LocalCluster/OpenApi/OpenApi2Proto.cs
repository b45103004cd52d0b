using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.OpenApi;

/// <summary>
/// An OpenAPI 2 document in the binary form older clients ask for (message <c>openapi.v2.Document</c> of google/gnostic; the
/// numbers below are its field numbers).
/// </summary>
internal static class OpenApi2Proto
{
    public static byte[] Write(JsonObject document)
    {
        var proto = new ProtoWriter();
        proto.Text(1, document.Text("swagger"));
        proto.Message(2, info =>
        {
            info.Text(1, document.Text("info", "title"));
            info.Text(2, document.Text("info", "version"));
        });
        proto.Message(8, paths =>
        {
            foreach (var (path, item) in document.Object("paths") ?? [])
                Named(paths, 2, path, value => value.Message(8, patch => Operation(patch, item.Object("patch")!)));
        });
        proto.Message(9, definitions => Schemas(definitions, document.Object("definitions")));
        return proto.Written.ToArray();
    }

    private static void Operation(ProtoWriter proto, JsonObject operation)
    {
        proto.Text(5, operation.Text("operationId"));
        foreach (var type in operation.Array("consumes") ?? [])
            proto.Text(7, type.Text());
        foreach (var parameter in operation.Items("parameters"))
        {
            // ParametersItem, Parameter, NonBodyParameter, QueryParameterSubSchema.
            proto.Message(8, item => item.Message(1, p => p.Message(2, nonBody => nonBody.Message(3, query =>
            {
                query.Text(2, "query");
                query.Text(4, parameter.Text("name"));
                query.Text(6, parameter.Text("type"));
                query.Flag(20, true);
            }))));
        }
        Extensions(proto, 13, operation);
    }

    private static void Schemas(ProtoWriter proto, JsonObject? schemas)
    {
        foreach (var (name, schema) in schemas ?? [])
            Named(proto, 1, name, value => Schema(value, schema as JsonObject ?? []));
    }

    private static void Schema(ProtoWriter proto, JsonObject schema)
    {
        proto.Text(1, schema.Text("$ref"));
        proto.Text(2, schema.Text("format"));
        proto.Text(4, schema.Text("description"));
        foreach (var required in schema.Array("required") ?? [])
            proto.Text(19, required.Text());
        if (schema.Object("additionalProperties") is { } values)
            proto.Message(21, item => item.Message(1, value => Schema(value, values)));
        if (schema.Text("type") is { } type)
            proto.Message(22, item => item.Text(1, type));
        if (schema.Object("items") is { } items)
            proto.Message(23, list => list.Message(1, value => Schema(value, items)));
        if (schema.Object("properties") is { } properties)
            proto.Message(25, all => Schemas(all, properties));
        Extensions(proto, 31, schema);
    }

    private static void Extensions(ProtoWriter proto, int field, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            // JSON is YAML.
            if (name.StartsWith("x-", StringComparison.Ordinal))
                Named(proto, field, name, any => any.Text(2, JsonText.Compact(value)));
        }
    }

    private static void Named(ProtoWriter proto, int field, string name, Action<ProtoWriter> value) => proto.Message(field, entry =>
    {
        entry.Text(1, name);
        entry.Message(2, value);
    });
}
