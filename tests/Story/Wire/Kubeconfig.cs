using System.Security.Cryptography.X509Certificates;
using YamlDotNet.RepresentationModel;

namespace Pdp.Story.Wire;

/// <summary>The current context of a kubeconfig: as much of it as a test needs.</summary>
/// <param name="Server">Where the API server is.</param>
/// <param name="Authority">Who signed its certificate; null trusts the system's authorities.</param>
/// <param name="Token">Bearer token; null where a client certificate is used.</param>
/// <param name="ClientCertificate">Client certificate with its key.</param>
public sealed record Kubeconfig(Uri Server, X509Certificate2Collection? Authority, string? Token, X509Certificate2? ClientCertificate)
{
    /// <summary>Reads a kubeconfig.</summary>
    /// <exception cref="StoryException">The current context is missing, or asks for a login this reader does not have.</exception>
    public static Kubeconfig Read(string path)
    {
        var yaml = new YamlStream();
        using (var text = File.OpenText(path))
        {
            yaml.Load(text);
        }

        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var context = Named(root, "contexts", Text(root, "current-context"), "context");
        var cluster = Named(root, "clusters", Text(context, "cluster"), "cluster");
        var user = Named(root, "users", Text(context, "user"), "user");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var token = Text(user, "token") ?? (Text(user, "tokenFile") is { } file ? File.ReadAllText(Path.Combine(folder, file)).Trim() : null);
        var certificate = Pem(user, "client-certificate", folder);
        if (token is null && certificate is null)
        {
            throw new StoryException($"{path}: the user has neither a token nor a client certificate; 'kubectl create token' makes one");
        }

        return new Kubeconfig(
            new Uri(Text(cluster, "server") ?? throw new StoryException($"{path}: the cluster has no server")),
            Pem(cluster, "certificate-authority", folder) is { } authority ? Certificates(authority) : null,
            token,
            certificate is null ? null : WithKey(certificate, Pem(user, "client-key", folder) ?? throw new StoryException($"{path}: no client key")));
    }

    private static X509Certificate2Collection Certificates(string pem)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        return all;
    }

    private static X509Certificate2 WithKey(string certificate, string key) => X509Certificate2.CreateFromPem(certificate, key);

    private static string? Pem(YamlMappingNode node, string name, string folder)
    {
        if (Text(node, name + "-data") is { } data)
        {
            return System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(data));
        }

        return Text(node, name) is { } file ? File.ReadAllText(Path.Combine(folder, file)) : null;
    }

    private static YamlMappingNode Named(YamlMappingNode root, string list, string? name, string member)
    {
        var found = root.Children.TryGetValue(list, out var items) && items is YamlSequenceNode sequence
            ? sequence.OfType<YamlMappingNode>().FirstOrDefault(item => Text(item, "name") == name)
            : null;
        return found?.Children[member] as YamlMappingNode ?? throw new StoryException($"kubeconfig: nothing named '{name}' in {list}");
    }

    private static string? Text(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var value) && value is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : null;
}
