using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>Resolves the environment a container's spec describes: values, ConfigMaps, Secrets, and what the pod knows of itself.</summary>
internal sealed class ContainerEnvironment(IClusterApi api, JsonObject pod, JsonObject container, string? address, string hostAddress, string node)
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>The variables by name.</summary>
    /// <exception cref="MissingException">A ConfigMap, a Secret or a key of one is not there and not optional.</exception>
    public Dictionary<string, string> Resolve()
    {
        foreach (var source in container.Items("envFrom")) AddAll(source);
        foreach (var entry in container.Items("env"))
        {
            if (entry.Text("name") is not { } name) continue;
            if (entry.Object("valueFrom") is not { } from) _variables[name] = Expand(entry.Text("value") ?? "");
            else if (Value(from) is { } value) _variables[name] = value;
        }

        return _variables;
    }

    /// <summary>Replaces <c>$(NAME)</c> by the variable's value; an unknown one stays, and <c>$$</c> is a dollar.</summary>
    public string Expand(string text)
    {
        var expanded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length) expanded.Append(text[i]);
            else if (text[i + 1] == '$')
            {
                expanded.Append('$');
                i++;
            }
            else if (text[i + 1] == '(' && text.IndexOf(')', i) is > 0 and var end && _variables.TryGetValue(text[(i + 2)..end], out var value))
            {
                expanded.Append(value);
                i = end;
            }
            else expanded.Append('$');
        }

        return expanded.ToString();
    }

    private void AddAll(JsonObject source)
    {
        var prefix = source.Text("prefix") ?? "";
        foreach (var (field, kind) in (ReadOnlySpan<(string, string)>)[("configMapRef", "configmap"), ("secretRef", "secret")])
        {
            if (source.Object(field) is not { } reference) continue;
            if (Find(kind, reference) is not { } found) continue;
            foreach (var (key, _) in found.Object("data") ?? [])
            {
                if (ReferencedData.Text(found, key) is { } value) _variables[prefix + key] = value;
            }
        }
    }

    private string? Value(JsonObject from)
    {
        if (from.Object("fieldRef") is { } field) return FieldReferences.Field(pod, field.Text("fieldPath") ?? "", address, hostAddress, node);
        if (from.Object("resourceFieldRef") is { } resource) return FieldReferences.Resource(container, resource);
        if (from.Object("configMapKeyRef") is { } map) return Key("configmap", map);
        return from.Object("secretKeyRef") is { } secret ? Key("secret", secret) : null;
    }

    private string? Key(string kind, JsonObject reference)
    {
        if (Find(kind, reference) is not { } found) return null;
        var key = reference.Text("key") ?? "";
        if (ReferencedData.Text(found, key) is { } value) return value;
        if (reference.Bool("optional") == true) return null;
        throw new MissingException($"couldn't find key {key} in {(kind == "secret" ? "Secret" : "ConfigMap")} {pod.Namespace()}/{found.Name()}");
    }

    private JsonObject? Find(string kind, JsonObject reference)
    {
        var name = reference.Text("name") ?? "";
        if (api.Get(kind + "s", pod.Namespace(), name) is { } found) return found;
        return reference.Bool("optional") == true ? null : throw new MissingException($"{kind} \"{name}\" not found");
    }
}
