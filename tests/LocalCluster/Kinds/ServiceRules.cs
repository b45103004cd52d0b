using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>Services get an address that stays theirs; ports are told apart by name where there are several.</summary>
internal sealed class ServiceRules : KindRules
{
    private static readonly string[] AddressFields = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"];

    public override void Default(JsonObject obj)
    {
        if (obj.Object("spec") is not { } spec)
            return;
        foreach (var port in spec.Items("ports"))
        {
            if (port.At("targetPort") is null || (port.At("targetPort").TryWhole(out var number) && number == 0))
                port["targetPort"] = port.At("port")?.DeepClone();
        }
        var type = spec.Text("type");
        if (type != "ExternalName")
            spec.TryAdd("internalTrafficPolicy", "Cluster");
        if (type is "NodePort" or "LoadBalancer")
            spec.TryAdd("externalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer")
            spec.TryAdd("allocateLoadBalancerNodePorts", true);
        if (spec.Text("sessionAffinity") == "ClientIP")
            spec.TryAdd("sessionAffinityConfig", new JsonObject { ["clientIP"] = new JsonObject { ["timeoutSeconds"] = 10800 } });
    }

    public override void PrepareCreate(JsonObject obj, WriteContext context)
    {
        var spec = obj.Object("spec")!;
        if (spec.Text("type") != "ExternalName")
            Address(spec, context);
        NodePorts(spec, context);
    }

    public override void PrepareUpdate(JsonObject obj, JsonObject old, WriteContext context)
    {
        if (obj.Object("spec") is not { } spec || old.Object("spec") is not { } before)
            return;
        if (spec.Text("type") == "ExternalName")
        {
            foreach (var field in (ReadOnlySpan<string>)[.. AddressFields, "internalTrafficPolicy"])
                spec.Remove(field);
            return;
        }
        KeepAddress(spec, before);
        if (before.Text("type") == "ExternalName")
            Address(spec, context);
        NodePorts(spec, context);
    }

    public override void ValidateUpdate(JsonObject obj, JsonObject old, ErrorList errors)
    {
        if (old.Text("spec", "type") == "ExternalName" || obj.Text("spec", "type") == "ExternalName")
            return;
        var (current, before) = (obj.At("spec", "clusterIPs"), old.At("spec", "clusterIPs"));
        if (before is not null && !JsonEquality.Same(current, before))
            errors.Invalid("spec.clusterIPs[0]", current, "may not change once set");
    }

    public override void Validate(JsonObject obj, ErrorList errors)
    {
        var spec = obj.Object("spec");
        var ports = spec.Items("ports").ToList();
        if (ports.Count == 0 && spec.Text("type") != "ExternalName" && spec.Text("clusterIP") != "None")
            errors.Required("spec.ports");
        if (spec.Text("type") == "ExternalName" && spec.Text("externalName") is null)
            errors.Required("spec.externalName");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<(long?, string?)>();
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Text("name") is not { } name)
            {
                if (ports.Count > 1)
                    errors.Required($"spec.ports[{i}].name");
            }
            else if (!names.Add(name))
            {
                errors.Duplicate($"spec.ports[{i}].name", name);
            }
            if (!numbers.Add((ports[i].Long("port"), ports[i].Text("protocol"))))
                errors.Duplicate($"spec.ports[{i}]", ports[i]);
        }
    }

    private static void Address(JsonObject spec, WriteContext context)
    {
        spec.TryAdd("ipFamilies", new JsonArray("IPv4"));
        spec.TryAdd("ipFamilyPolicy", "SingleStack");
        if (spec.Text("clusterIP") is null)
            spec["clusterIP"] = context.Addresses.Take(context.Store);
        spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
    }

    /// <summary>What was given out is carried over by who does not mention it; a changed address shows in both fields.</summary>
    private static void KeepAddress(JsonObject spec, JsonObject before)
    {
        foreach (var field in AddressFields)
        {
            if (before.At(field) is { } value)
                spec.TryAdd(field, value.DeepClone());
        }
        if (spec.Text("clusterIP") != before.Text("clusterIP") && JsonEquality.Same(spec.At("clusterIPs"), before.At("clusterIPs")))
            spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        foreach (var port in spec.Items("ports"))
        {
            var same = before.Items("ports")
                .FirstOrDefault(p => p.Long("port") == port.Long("port") && p.Text("protocol") == port.Text("protocol"));
            if (same?.At("nodePort") is { } number)
                port.TryAdd("nodePort", number.DeepClone());
        }
    }

    private static void NodePorts(JsonObject spec, WriteContext context)
    {
        var wanted = spec.Text("type") is "NodePort" or "LoadBalancer" && spec.Bool("allocateLoadBalancerNodePorts") != false;
        foreach (var port in spec.Items("ports"))
        {
            if (!wanted)
                port.Remove("nodePort");
            else if (port.Long("nodePort") is null)
                port["nodePort"] = context.Addresses.TakePort(context.Store);
        }
    }
}
