using System.Text.Json.Nodes;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Renders one container.</summary>
internal sealed class ContainerRenderer(ComponentScope scope, ConfigRenderer config, SecretRenderer secrets)
{
    /// <summary>Renders a container.</summary>
    public JsonObject Render(string name, ContainerSpec container)
    {
        var targets = TargetPorts.In(name, scope).ToList();
        var firstTcp = targets.Where(target => target.Transport == "TCP").Select(target => target.PortName).FirstOrDefault();
        return Sparse.Object(
            ("name", name),
            ("image", scope.ImageOf(name, container)),
            ("restartPolicy", container.Sidecar ? "Always" : null),
            ("command", Words(container.Command)),
            ("args", Words(container.Args)),
            ("ports", Sparse.List(container.Ports.OrderBy(port => port.Key, StringComparer.Ordinal).Select(port => Sparse.Object(
                ("name", port.Key), ("containerPort", port.Value.Port), ("protocol", port.Value.Protocol))))),
            ("env", Sparse.List([.. Connections(), .. container.Env.Select(Env)])),
            ("resources", Resources(container)),
            ("volumeMounts", Sparse.List([.. Files(name, container), .. Certificates(name), .. Volumes(name)])),
            ("startupProbe", ProbeRenderer.Render(container.Probes.Startup, container)),
            ("readinessProbe", ProbeRenderer.Readiness(container, firstTcp)),
            ("livenessProbe", ProbeRenderer.Render(container.Probes.Liveness, container)),
            ("lifecycle", targets.Count > 0 ? Drain() : null),
            ("securityContext", SecurityContext(container)))!;
    }

    /// <summary>Renders a container that runs to its end before the others.</summary>
    public JsonObject Render(InitContainerSpec container) => Sparse.Object(
        ("name", container.Name),
        ("image", scope.ImageOf(container.Name, container)),
        ("command", Words(container.Command)),
        ("args", Words(container.Args)),
        ("env", Sparse.List([.. Connections(), .. container.Env.Select(Env)])),
        ("resources", Resources(container)),
        ("volumeMounts", Sparse.List([.. Files(container.Name, container), .. Certificates(container.Name), .. Volumes(container.Name)])),
        ("securityContext", SecurityContext(container)))!;

    private static JsonObject? Resources(ContainerBasics container) => container.Resources is { } resources
        ? Sparse.Object(("requests", Sparse.Map(resources.Requests)), ("limits", Sparse.Map(resources.Limits)))
        : null;

    private static JsonArray? Words(IReadOnlyList<string> words) => Sparse.List(words.Select(word => (JsonNode)word));

    // First, so that a value of the container can name them.
    private IEnumerable<JsonObject?> Connections() =>
        from connection in scope.Spec.Connections.OrderBy(connection => connection.Key, StringComparer.Ordinal)
        from variable in connection.Value.Env.OrderBy(variable => variable.Key, StringComparer.Ordinal)
        select Plain(variable.Value, scope.Connection(connection.Key).Of(variable.Key));

    private JsonObject? Env(EnvVar variable) => variable switch
    {
        { Value: { } value } => Plain(variable.Name, scope.Expand(value)),
        { Connection: { } named } => Plain(variable.Name, scope.Connection(named.Name).Of(named.Property)),
        { Config: { } key } => From(variable.Name, "configMapKeyRef", config.ConfigName, key),
        { Secret: { } secret } => From(variable.Name, "secretKeyRef", secrets.Name, SecretKeys.Of(secret)),
        { Template: { } template } => From(variable.Name, "secretKeyRef", secrets.Name, SecretKeys.Of(template)),
        _ => throw new InvalidOperationException("The schema lets no variable pass whose source this version does not know."),
    };

    // An empty value is said by leaving it out, which the API server would do anyway.
    private static JsonObject? Plain(string variable, string value) => Sparse.Object(("name", variable), ("value", value.Length == 0 ? null : value));

    private static JsonObject? From(string variable, string kind, string source, string key) => Sparse.Object(
        ("name", variable),
        ("valueFrom", Sparse.Object((kind, Sparse.Object(("name", source), ("key", key))))));

    private static IEnumerable<JsonObject?> Files(string container, ContainerBasics spec) => spec.Files.Select(file =>
    {
        var (volume, key) = file switch
        {
            { Value: not null } or { Connection: not null } => (VolumeNames.Files, ConfigRenderer.FileKey(container, file.Path)),
            { Config: { } configKey } => (VolumeNames.Config, configKey),
            { Secret: { } secret } => (VolumeNames.Secrets, SecretKeys.Of(secret)),
            { Template: { } template } => (VolumeNames.Secrets, SecretKeys.Of(template)),
            _ => throw new InvalidOperationException("The schema lets no file pass whose source this version does not know."),
        };
        return Sparse.Object(("name", volume), ("mountPath", file.Path), ("subPath", key), ("readOnly", true));
    });

    private IEnumerable<JsonObject?> Certificates(string container) =>
        from certificate in secrets.Certificates
        let path = PathIn(container, certificate.Spec.Mounts)
        where path is not null
        select Sparse.Object(("name", VolumeNames.Certificate(certificate.Name)), ("mountPath", path), ("readOnly", true));

    private static string? PathIn(string container, IReadOnlyDictionary<string, string> mounts) =>
        mounts.GetValueOrDefault(container) ?? mounts.GetValueOrDefault("*");

    private IEnumerable<JsonObject?> Volumes(string container) =>
        from volume in scope.Spec.Storage
        let path = PathIn(container, volume.Mounts)
        where path is not null
        select Sparse.Object(("name", volume.Name), ("mountPath", path));

    private JsonObject? Drain() => scope.DrainSeconds == 0
        ? null
        : Sparse.Object(("preStop", Sparse.Object(("sleep", Sparse.Object(("seconds", scope.DrainSeconds))))));

    private JsonObject? SecurityContext(ContainerBasics container) => Sparse.Object(
        ("runAsUser", container.RunAsUser),
        ("allowPrivilegeEscalation", false),
        ("capabilities", scope.Context.Policy.PodSecurity == PodSecurityLevel.Restricted
            ? Sparse.Object(("drop", new JsonArray("ALL")))
            : null));
}
