const slider = document.getElementById('step');
const show = () => {
  document.getElementById('when').textContent = slider.list.options[slider.value].label;
  for (const map of document.querySelectorAll('article')) {
    const frames = [...map.querySelectorAll('.frame')];
    for (const frame of frames)
      frame.hidden = frame.dataset.step !== slider.value;
    map.querySelector('.none').hidden = frames.some(frame => !frame.hidden);
  }
};
if (slider) {
  slider.addEventListener('input', show);
  document.addEventListener('keydown', event => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move || event.target === slider)
      return;
    slider.value = Number(slider.value) + move;
    show();
  });
  show();
}
