using System.Text.RegularExpressions;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile;

/// <summary>
/// Makes the environment of a container. Plain values become configuration, so that they live in a ConfigMap named by its content and
/// a changed value is an ordinary rollout; secrets stay references.
/// </summary>
internal static partial class Environments
{
    /// <summary>Compiles the variables: those of the component type first, then what the release adds.</summary>
    public static CompiledEnvironment Compile(BindingParts parts, DocumentReport report)
    {
        var given = parts.Release.Workload.Env.GroupBy(v => v.Name).ToDictionary(g => g.Key, g => g.First());
        var wanted = new List<(EnvSource Variable, SourceDocument From)>();
        foreach (var variable in parts.Type?.Workload.Env ?? [])
        {
            // A release that names the variable itself is heard; otherwise the type's own value, or the release's of another name.
            if (given.Remove(variable.Name, out var own))
                wanted.Add((own, parts.ReleaseDocument));
            else if (variable.ReleaseValue is null)
                wanted.Add((variable, parts.TypeDocument!));
            else if (given.Remove(variable.ReleaseValue, out var renamed))
                wanted.Add((renamed with { Name = variable.Name }, parts.ReleaseDocument));
            else
                parts.ReleaseDocument.Say(report, to => to.Error(
                    FindingRules.Required, "spec.envVariables", "must give every value that the component type asks for by componentReleaseValue"));
        }

        wanted.AddRange(parts.Release.Workload.Env.Where(v => given.ContainsKey(v.Name)).Select(v => (v, parts.ReleaseDocument)));
        return Make(wanted, report);
    }

    private static CompiledEnvironment Make(List<(EnvSource Variable, SourceDocument From)> wanted, DocumentReport report)
    {
        var config = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var variables = new List<EnvVar>();
        foreach (var (variable, from) in wanted)
        {
            if (variable.ReleaseValue is not null)
                from.Say(report, to => to.Error(
                    FindingRules.BadValue, variable.Path, "may use componentReleaseValue only in a component type"));
            else if (variable.Secret is { } secret)
                variables.Add(new EnvVar { Name = variable.Name, Secret = secret });
            else if (ConfigKey().IsMatch(variable.Name))
            {
                config[variable.Name] = variable.Value ?? "";
                variables.Add(new EnvVar { Name = variable.Name, Config = variable.Name });
            }
            else
                variables.Add(new EnvVar { Name = variable.Name, Value = variable.Value ?? "" });

            if (variable.Value is { Length: > 0 } value && (SecretName().IsMatch(variable.Name) || UrlWithPassword().IsMatch(value)))
                from.Say(report, to => to.Warn(
                    FindingRules.PlainSecret, $"{variable.Path}.value", "looks like a secret in plain text: use valueFrom.secretKeyRef"));
        }

        return new CompiledEnvironment(config, variables);
    }

    [GeneratedRegex("^[-._a-zA-Z0-9]{1,253}$", RegexOptions.None, 1000)]
    private static partial Regex ConfigKey();

    [GeneratedRegex("PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9+.-]{0,31}://[^/@:]{1,256}:[^/@]{1,256}@", RegexOptions.None, 1000)]
    private static partial Regex UrlWithPassword();
}

/// <summary>The environment of a container.</summary>
/// <param name="Config">Configuration by key.</param>
/// <param name="Variables">The variables, in order.</param>
internal sealed record CompiledEnvironment(IReadOnlyDictionary<string, string> Config, IReadOnlyList<EnvVar> Variables);
