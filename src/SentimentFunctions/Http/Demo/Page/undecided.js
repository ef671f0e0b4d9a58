// The texts that the model is not sure enough about, for a threshold that the user sets.

export const undecided = 'UNDECIDED'; // As the app labels them where its setting Sentiment__Undecided says so.

/** The result with the label that counts at this threshold; the app's own label comes back when the threshold falls. */
export function decide(result, threshold) {
  return result?.label && result.score < threshold ? { ...result, label: undecided } : result;
}

/** Connects the slider; `onChange` receives the threshold, 0 for none. */
export function startThreshold(onChange) {
  const [slider, shown] = ['undecided', 'undecided-value'].map(id => document.getElementById(id));
  slider.addEventListener('input', () => {
    const isOff = slider.value === slider.min;
    shown.textContent = isOff ? 'as the app decides' : `below ${Math.round(slider.value * 100)} %`;
    onChange(isOff ? 0 : Number(slider.value));
  });
}
