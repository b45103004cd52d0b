using System.Buffers;
using System.Text;
using System.Text.Json;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Secrets;

/// <summary>A text made of several secrets.</summary>
public static class FilledTemplate
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Fills a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="values">The value of each name in it.</param>
    /// <exception cref="SecretFormException">A value is not text where the template needs text; the item is its name.</exception>
    public static SecretValue Of(TemplateText template, IReadOnlyDictionary<string, SecretValue> values)
    {
        var filled = new ArrayBufferWriter<byte>();
        foreach (var part in template.Parts)
            filled.Write(part.Name is { } name ? Written(values[name], name, part.Function) : Encoding.UTF8.GetBytes(part.Literal!));
        var bytes = filled.WrittenSpan.ToArray();
        filled.Clear();
        return new SecretValue(bytes);
    }

    private static byte[] Written(SecretValue value, string name, TemplateFunction function) => function switch
    {
        TemplateFunction.Base64 => Encoding.ASCII.GetBytes(Convert.ToBase64String(value.Reveal())),
        TemplateFunction.UrlEncode => Encoding.ASCII.GetBytes(Uri.EscapeDataString(TextOf(value, name))),
        TemplateFunction.JsonString => JsonEncodedText.Encode(TextOf(value, name)).EncodedUtf8Bytes.ToArray(),
        _ => _strict.GetBytes(TextOf(value, name)),
    };

    private static string TextOf(SecretValue value, string name)
    {
        try
        {
            return _strict.GetString(value.Reveal());
        }
        catch (ArgumentException)
        {
            // What the decoder says repeats the bytes.
            throw new SecretFormException("is not text, which the template needs; write ${name|base64}, or name it by itself", name);
        }
    }
}
