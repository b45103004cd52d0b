using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads environment variables.</summary>
internal static class EnvReader
{
    /// <summary>The store of secrets that are named without one. The customer says what stands behind it.</summary>
    public const string DefaultStore = "default";

    public static IReadOnlyList<EnvSource> Read(DocumentFields fields, string name)
    {
        var variables = new List<EnvSource>();
        foreach (var item in fields.Items(name))
        {
            var variable = One(item);
            item.Close();
            if (variables.Any(v => v.Name == variable.Name) && variable.Name.Length > 0)
                item.Report.Error(FindingRules.Duplicate, item.At("name"), "must not be used twice");
            variables.Add(variable);
        }

        return variables;
    }

    private static EnvSource One(DocumentFields item)
    {
        var name = item.RequiredText("name");
        var variable = new EnvSource(name, item.Text("value"), null, null, item.Path);
        if (item.Section("valueFrom") is not { } from)
        {
            if (!item.Has("value"))
                item.Report.Error(FindingRules.Required, item.Path, "must have a value or a valueFrom");
            return variable;
        }

        if (item.Has("value"))
            item.Report.Error(FindingRules.Duplicate, item.Path, "must have a value or a valueFrom, not both");
        variable = variable with { Value = null, Secret = Secret(from), ReleaseValue = from.Text("componentReleaseValue") };
        if ((variable.Secret is null) == (variable.ReleaseValue is null))
            item.Report.Error(FindingRules.Required, from.Path, "must have exactly one of secretKeyRef and componentReleaseValue");
        from.Close();
        return variable;
    }

    private static SecretReference? Secret(DocumentFields from)
    {
        if (from.Section("secretKeyRef") is not { } reference)
            return null;
        var secret = new SecretReference(DefaultStore, reference.RequiredText("name"), Property: reference.RequiredText("key"));
        reference.NotExpressed("optional", "is not in this version; the secret must exist");
        reference.Close();
        return secret;
    }
}
