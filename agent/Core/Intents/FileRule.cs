using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Files and volumes of a container each have a plain path of their own.</summary>
internal sealed class FileRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        foreach (var (place, name, container) in ContainerRule.InPods(spec))
            CheckMounts(name, spec, CheckFiles(place, container, spec, report), report);
        foreach (var (i, test) in spec.Rollout.Tests.Index())
            CheckFiles($"spec.rollout.tests[{i}]", test, spec, report);
    }

    private static Dictionary<string, string> CheckFiles(string place, ContainerBasics container, ComponentSpec spec, RuleReport report)
    {
        var taken = new Dictionary<string, string>();
        for (var i = 0; i < container.Files.Count; i++)
        {
            var path = $"{place}.files[{i}]";
            CheckPath(container.Files[i].Path, $"{path}.path", taken, report);
            EnvRule.CheckSource(container.Files[i], spec, path, report);
        }

        return taken;
    }

    private static void CheckMounts(string name, ComponentSpec spec, Dictionary<string, string> taken, RuleReport report)
    {
        for (var i = 0; i < spec.Storage.Count; i++)
        {
            if (MountOf(spec.Storage[i].Mounts, name) is var (key, mount))
                CheckPath(mount, $"spec.storage[{i}].mounts[\"{key}\"]", taken, report);
        }

        foreach (var (certificate, mounts) in spec.Certificates.OrderBy(certificate => certificate.Key, StringComparer.Ordinal))
        {
            if (MountOf(mounts.Mounts, name) is var (key, mount))
                CheckPath(mount, $"spec.certificates.{certificate}.mounts[\"{key}\"]", taken, report);
        }
    }

    private static (string Key, string Path)? MountOf(IReadOnlyDictionary<string, string> mounts, string container) =>
        mounts.TryGetValue(container, out var own) ? (container, own)
        : mounts.TryGetValue("*", out var any) ? ("*", any)
        : null;

    private static void CheckPath(string mount, string path, Dictionary<string, string> taken, RuleReport report)
    {
        var segments = mount[1..].Split('/');
        if (segments.Any(segment => segment is "" or "." or ".."))
            report.Add(path, "must name something below '/', without '.', '..', '//' or an ending '/'");
        else if (!taken.TryAdd(mount, path))
            report.Add(path, $"is also the path of {taken[mount]}");
    }
}
