namespace Pdp.Core.Secrets;

/// <summary>A value was had, and is not what it must be for what is made of it.</summary>
/// <param name="message">For people: what to change in the store. Never holds a part of the value.</param>
/// <param name="item">Which of several values is at fault; null where they do not go together.</param>
public sealed class SecretFormException(string message, string? item = null) : Exception(message)
{
    /// <summary>Which of several values is at fault; null where they do not go together.</summary>
    public string? Item => item;
}
