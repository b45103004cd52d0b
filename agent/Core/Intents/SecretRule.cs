using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Templates, certificates and pull secrets say all that they are to be made of, and nothing besides.</summary>
internal sealed class SecretRule : IComponentRule
{
    private const string EveryContainer = "*";

    public void Check(ComponentSpec spec, RuleReport report)
    {
        foreach (var (template, path) in Templates(spec))
            CheckTemplate(template, path, report);
        for (var i = 0; i < spec.PullSecrets.Count; i++)
            CheckPullSecret(spec.PullSecrets[i], $"spec.pullSecrets[{i}]", report);
        var names = ContainerRule.InPods(spec).Select(container => container.Name).ToHashSet();
        foreach (var (name, certificate) in spec.Certificates)
        {
            var path = $"spec.certificates.{name}.mounts";
            if (certificate.Mounts.ContainsKey(EveryContainer) && certificate.Mounts.Count > 1)
                report.Add(path, "must name containers or '*' for all of them, not both");
            foreach (var container in certificate.Mounts.Keys.Where(key => key != EveryContainer && !names.Contains(key)))
                report.Add($"{path}.{container}", "must be one of spec.containers or spec.initContainers");
        }
    }

    private static IEnumerable<(SecretTemplate Template, string Path)> Templates(ComponentSpec spec) =>
        from source in ValueSources.Of(spec)
        where source.Source.Template is not null
        select (source.Source.Template, $"{source.Path}.template");

    private static void CheckTemplate(SecretTemplate template, string path, RuleReport report)
    {
        if (!TemplateText.TryParse(template.Text, out var text, out var problem))
        {
            report.Add($"{path}.text", problem);
            return;
        }
        var names = text.Names.ToHashSet();
        if (!names.IsSubsetOf(template.Secrets.Keys))
            report.Add($"{path}.text", "names a secret that is not in secrets beside it; write '$${' for the characters '${' themselves");
        foreach (var unused in template.Secrets.Keys.Where(name => !names.Contains(name)))
            report.Add($"{path}.secrets.{unused}", "is not in the text; a template asks for nothing it does not need");
    }

    private static void CheckPullSecret(PullSecretSpec secret, string path, RuleReport report)
    {
        var isOfParts = secret.Registry is not null;
        if (isOfParts && secret.Username is null == secret.UsernameSecret is null)
            report.Add(path, "must have exactly one of username and usernameSecret beside registry");
        if (isOfParts && secret.Password is null)
            report.Add($"{path}.password", "is missing: it goes with registry");
        if (!isOfParts && (secret.Username ?? (object?)secret.UsernameSecret ?? secret.Password) is not null)
            report.Add(path, "must have nothing beside document, which holds user and password");
    }
}
