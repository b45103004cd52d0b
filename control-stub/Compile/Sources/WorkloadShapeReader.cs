using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads the part of a component type that belongs to its kind of workload: <c>workload.statefulset</c> or <c>workload.deployment</c>.</summary>
internal static class WorkloadShapeReader
{
    /// <summary>Adds what the workload says to what the container needs.</summary>
    public static WorkloadSource Read(DocumentFields workload, string model, WorkloadSource runtime)
    {
        var read = runtime;
        if (workload.Section(model) is { } shape)
        {
            var (minAvailable, maxUnavailable) = ScalingReader.Budget(shape);
            read = runtime with
            {
                MinAvailable = minAvailable ?? runtime.MinAvailable,
                MaxUnavailable = maxUnavailable ?? runtime.MaxUnavailable,
                ServicePorts = shape.Section("service") is { } service ? Service(service) : [],
                Storage = Storage(shape),
                Strategy = Strategy(shape),
                Replicas = shape.Whole("replicas", 0, 1000) ?? runtime.Replicas,
            };
            if (shape.Text("podManagementPolicy") is { } policy && policy != "OrderedReady")
                shape.Report.Warn(FindingRules.NotExpressed, shape.At("podManagementPolicy"), "is not in this version; pods come one after another");
            shape.Close();
        }

        workload.Close();
        return read;
    }

    private static List<ServicePortSource> Service(DocumentFields service)
    {
        if (service.Text("type") is { } type && type != "ClusterIP")
            service.Report.Warn(FindingRules.NotExpressed, service.At("type"), "is not in this version; the service is reached inside the cluster");
        var ports = new List<ServicePortSource>();
        foreach (var item in service.Items("ports"))
        {
            if (!item.Has("port"))
                item.Report.Error(FindingRules.Required, item.At("port"), "must be given");
            var port = item.Whole("port", 1, 65_535) ?? 0;
            ports.Add(new ServicePortSource(item.Text("name") ?? $"port-{port}", port, item.Scalar("targetPort")));
            if (item.Text("protocol") is { } protocol && protocol is not ("TCP" or "UDP"))
                item.Report.Error(FindingRules.BadValue, item.At("protocol"), "must be TCP or UDP");
            item.Close();
        }

        service.Close();
        return ports;
    }

    private static List<StorageSource> Storage(DocumentFields shape)
    {
        var mounts = new Dictionary<string, string>();
        foreach (var item in shape.Items("volumeMounts"))
        {
            mounts[item.RequiredText("name")] = item.RequiredText("mountPath");
            item.NotExpressed("subPath", "is not in this version; the whole volume is mounted");
            item.NotExpressed("readOnly", "is not in this version; the volume can be written");
            item.Close();
        }

        var volumes = shape.Items("volumeClaimTemplates").Select(claim => Claim(claim, mounts)).ToList();
        if (mounts.Keys.Except(volumes.Select(v => v.Name)).Any())
            shape.Report.Error(FindingRules.Mismatch, shape.At("volumeMounts"), "must name volumes of volumeClaimTemplates only");
        return volumes;
    }

    private static StorageSource Claim(DocumentFields claim, Dictionary<string, string> mounts)
    {
        var metadata = claim.Section("metadata");
        var name = metadata?.RequiredText("name") ?? "";
        metadata?.Close();
        if (metadata is null)
            claim.Report.Error(FindingRules.Required, claim.At("metadata"), "must be a mapping with a name");
        if (!mounts.TryGetValue(name, out var path))
            claim.Report.Error(FindingRules.Required, claim.Path, "must be mounted by an entry of volumeMounts");
        var spec = claim.Section("spec");
        var storage = new StorageSource(name, Size(claim, spec), spec?.Text("storageClassName"), spec?.Texts("accessModes") ?? [], path ?? "");
        spec?.NotExpressed("volumeMode", "is not in this version; file systems are used");
        spec?.NotExpressed("selector", "is not in this version");
        spec?.Close();
        claim.Close();
        return storage;
    }

    private static string Size(DocumentFields claim, DocumentFields? spec)
    {
        var requests = spec?.Section("resources") is { } resources ? Requests(resources) : null;
        if (requests is null)
            claim.Report.Error(FindingRules.Required, $"{claim.At("spec")}.resources.requests.storage", "must be given");
        return requests ?? "";
    }

    private static string? Requests(DocumentFields resources)
    {
        var requests = resources.Section("requests");
        var size = requests?.Scalar("storage");
        requests?.Close();
        resources.NotExpressed("limits", "are not in this version");
        resources.Close();
        return size;
    }

    private static RolloutStrategy? Strategy(DocumentFields shape)
    {
        if (shape.Section("updateStrategy") is not { } update)
            return null;
        var type = update.Text("type");
        if (type == "OnDelete")
            update.Report.Warn(FindingRules.NotExpressed, update.At("type"), "is not in this version; pods are replaced one after another");
        else if (type is not (null or "RollingUpdate" or "Recreate"))
            update.Report.Error(FindingRules.BadValue, update.At("type"), "must be RollingUpdate, Recreate or OnDelete");
        update.NotExpressed("rollingUpdate", "is not in this version");
        update.Close();
        return type == "Recreate" ? RolloutStrategy.Recreate : RolloutStrategy.Rolling;
    }
}
