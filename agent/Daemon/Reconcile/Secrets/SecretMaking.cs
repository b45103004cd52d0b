using System.Text;
using Pdp.Core.Render;
using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>Makes what a Secret holds of the values it is made of.</summary>
internal static class SecretMaking
{
    /// <summary>Makes it.</summary>
    /// <param name="form">What becomes of the values.</param>
    /// <param name="values">The values by the keys of their items.</param>
    /// <exception cref="SecretFormException">They are not what the form needs; the item is a key of <paramref name="values"/>.</exception>
    public static SecretContent Make(SecretForm form, IReadOnlyDictionary<string, SecretValue> values) => form switch
    {
        DataForm data => new SecretContent(form.Type, Data(data, values)),
        RegistryForm registry => new SecretContent(form.Type, new Dictionary<string, SecretValue>
        {
            [DockerConfig.DataKey] = registry.Registry is null
                ? DockerConfig.Checked(values["document"])
                : DockerConfig.Of(
                    registry.Registry,
                    registry.Username is { } name ? Encoding.UTF8.GetBytes(name) : values["usernameSecret"].Reveal(),
                    values["password"].Reveal()),
        }),
        _ => Certificate(form.Type, values),
    };

    private static SecretContent Certificate(string type, IReadOnlyDictionary<string, SecretValue> values)
    {
        using var pair = CertificatePair.Read(values["certificate"], values.GetValueOrDefault("key"));
        return new SecretContent(type, new Dictionary<string, SecretValue> { ["tls.crt"] = pair.Chain(), ["tls.key"] = pair.Key() }, pair.ExpiresAt);
    }

    private static Dictionary<string, SecretValue> Data(DataForm form, IReadOnlyDictionary<string, SecretValue> values)
    {
        var data = values.Where(value => !form.OnlyParts.Contains(value.Key)).ToDictionary();
        foreach (var entry in form.Templates)
        {
            // The rules let no other text pass.
            if (!TemplateText.TryParse(entry.Text, out var text, out var problem)) throw new SecretFormException(problem);
            try
            {
                data.Add(entry.DataKey, FilledTemplate.Of(text, entry.Parts.ToDictionary(part => part.Key, part => values[part.Value])));
            }
            catch (SecretFormException wrong) when (wrong.Item is { } name)
            {
                throw new SecretFormException(wrong.Message, entry.Parts[name]);
            }
        }
        return data;
    }
}
