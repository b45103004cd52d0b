using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>
/// Makes the volumes of a pod as directories. There is no file system of the container's own to mount them in, so a process is told
/// where each mount path really is.
/// </summary>
internal sealed class PodVolumes(IClusterApi api, NodeDirectories directories, NodeOptions node, JsonObject pod, string? address, string hostAddress)
{
    private readonly Dictionary<string, string> _real = new(StringComparer.Ordinal);

    /// <summary>Makes them all.</summary>
    /// <exception cref="MissingException">Something a volume comes from is not there, or a kind of volume this node does not have.</exception>
    public void Prepare()
    {
        foreach (var volume in pod.Items("spec", "volumes")) _real[volume.Text("name") ?? ""] = Prepare(volume);
    }

    /// <summary>Mount path → real path of a container.</summary>
    public Dictionary<string, string> MountsOf(JsonObject container)
    {
        var mounts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mount in container.Items("volumeMounts"))
        {
            if (!_real.TryGetValue(mount.Text("name") ?? "", out var real)) continue;
            var inside = mount.Text("subPath") is { Length: > 0 } subPath ? Path.Combine(real, subPath) : real;
            // A path below the volume that is not there yet is made, as the kubelet makes it.
            if (Path.GetFullPath(inside).StartsWith(real, StringComparison.Ordinal) && !File.Exists(inside)) Directory.CreateDirectory(inside);
            mounts[mount.Text("mountPath") ?? ""] = inside;
        }

        return mounts;
    }

    private string Prepare(JsonObject volume)
    {
        var name = volume.Text("name") ?? "";
        if (volume.Text("hostPath", "path") is { } hostPath) return hostPath;
        if (volume.Text("persistentVolumeClaim", "claimName") is { } claim) return ClaimDirectory(claim);
        var directory = Path.Combine(directories.Pod(pod.Uid()), "volumes", name);
        Directory.CreateDirectory(directory);
        if (volume.Object("configMap") is { } map) WriteFiles(directory, "configmap", map, map.Text("name"), name);
        else if (volume.Object("secret") is { } secret) WriteFiles(directory, "secret", secret, secret.Text("secretName"), name);
        else if (volume.Object("downwardAPI") is { } downward) WriteFields(directory, downward);
        else if (volume.Object("projected") is { } projected) Project(directory, projected, name);
        else if (volume.At("emptyDir") is null) throw new MissingException($"MountVolume.SetUp failed for volume \"{name}\" : this node has no volumes of that kind");
        return directory;
    }

    private string ClaimDirectory(string name)
    {
        var claim = api.Get("persistentvolumeclaims", pod.Namespace(), name) ?? throw new MissingException($"persistentvolumeclaim \"{name}\" not found");
        if (claim.Text("status", "phase") != "Bound" || claim.Text("spec", "volumeName") is not { } volume)
            throw new MissingException($"persistentvolumeclaim \"{name}\" is not bound");
        var directory = directories.Volume(volume);
        Directory.CreateDirectory(directory);
        return directory;
    }

    private void WriteFiles(string directory, string kind, JsonObject source, string? objectName, string volume)
    {
        if (api.Get(kind + "s", pod.Namespace(), objectName ?? "") is not { } found)
        {
            if (source.Bool("optional") == true) return;
            throw new MissingException($"MountVolume.SetUp failed for volume \"{volume}\" : {kind} \"{objectName}\" not found");
        }

        var items = source.Array("items") is { } chosen
            ? chosen.OfType<JsonObject>().Select(item => (Key: item.Text("key") ?? "", Path: item.Text("path") ?? ""))
            : ReferencedData.Keys(found).Select(key => (Key: key, Path: key));
        foreach (var (key, path) in items)
        {
            if (ReferencedData.Bytes(found, key) is { } content) Write(directory, path, content, secret: kind == "secret");
            else if (source.Bool("optional") != true) throw new MissingException($"MountVolume.SetUp failed for volume \"{volume}\" : references non-existent {kind} key: {key}");
        }
    }

    private void WriteFields(string directory, JsonObject downward)
    {
        foreach (var item in downward.Items("items"))
        {
            var text = FieldReferences.Field(pod, item.Text("fieldRef", "fieldPath") ?? "", address, hostAddress, node.Name) ?? "";
            Write(directory, item.Text("path") ?? "", System.Text.Encoding.UTF8.GetBytes(text), secret: false);
        }
    }

    private void Project(string directory, JsonObject projected, string volume)
    {
        foreach (var source in projected.Items("sources"))
        {
            if (source.Object("configMap") is { } map) WriteFiles(directory, "configmap", map, map.Text("name"), volume);
            if (source.Object("secret") is { } secret) WriteFiles(directory, "secret", secret, secret.Text("name"), volume);
            if (source.Object("downwardAPI") is { } downward) WriteFields(directory, downward);
        }
    }

    private static void Write(string directory, string relative, byte[] content, bool secret)
    {
        var target = Path.GetFullPath(Path.Combine(directory, relative));
        // The API refuses such paths; a directory of this machine is not left to that alone.
        if (!target.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, content);
        if (secret && !OperatingSystem.IsWindows()) File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
